using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.Edge;

/// <summary>Limits of a participant's connection that no option changes.</summary>
internal sealed record EdgeLimits
{
    /// <summary>Largest frame of a session in bytes.</summary>
    public const int SessionFrameBytes = ConnectionLimits.MaxPduBytes;

    /// <summary>Largest frame of a peer without a session in bytes: a request with 256 producer groups has 40 KB.</summary>
    public int StrangersFrameBytes { get; init; } = 64 * 1024;

    /// <summary>Messages that a peer may send until it has a session.</summary>
    public int StrangersFrames { get; init; } = 64;

    /// <summary>Time that a peer has to open a session, after it has connected and after a session has ended.</summary>
    public TimeSpan SessionWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Frames of one connection that are read in a second. More wait, and slow their sender down.</summary>
    public int FramesPerSecond { get; init; } = 10_000;

    /// <summary>Frames of one connection that may be under way to their session.</summary>
    public int FramesUnderWay { get; init; } = 64;

    /// <summary>Bytes of one connection that may be under way to their session. The frame that exceeds it is the last that is read.</summary>
    public long BytesUnderWay { get; init; } = 4 * 1024 * 1024;

    /// <summary>Limits of the connection itself.</summary>
    /// <remarks>
    /// A consumer has at most 8 MiB of each queue and group in flight, and a producer group 20 MiB of checks. So a participant that reads has
    /// less than this on its way, also with the largest messages.
    /// </remarks>
    public ConnectionLimits Connection { get; init; } = new() { EndsWhenFull = true, OutboundBytes = 64 * 1024 * 1024 };
}
