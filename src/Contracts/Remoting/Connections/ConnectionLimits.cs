using Coordinator.Contracts.Sessions;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Limits of one connection.</summary>
internal sealed record ConnectionLimits
{
    /// <summary>Largest PDU in bytes: a full <see cref="Frame" /> with its envelope.</summary>
    public const int MaxPduBytes = Frame.MaxBytes + (16 * 1024);

    /// <summary>Bytes that may wait for the peer to read them. A write beyond it finds the connection busy or ends it.</summary>
    public long OutboundBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>True ends the connection of a peer that lets <see cref="OutboundBytes" /> pile up; false lets Akka keep the rest.</summary>
    public bool EndsWhenFull { get; init; }

    /// <summary>Time without a byte from the peer after which the connection ends. Akka sends a heartbeat every 4 seconds.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time after which a peer that accepts no byte loses the connection.</summary>
    public TimeSpan WriteStall { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time that an ended connection has to send what it holds.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(2);
}
