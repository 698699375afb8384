using Google.Protobuf;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Decides about each PDU of one connection, before anything of it is deserialized. Called by one thread at a time.</summary>
internal abstract class InboundGuard
{
    /// <summary>Returns the PDU for Akka, as it is or rewritten; <c>null</c> drops it.</summary>
    /// <exception cref="ConnectionRefusedException">The peer sent what it may not send, so the connection ends.</exception>
    public abstract ByteString? Pass(ReadOnlySpan<byte> pdu);

    /// <summary>Largest PDU that the peer may send now, in bytes.</summary>
    public virtual int MaxPduBytes => ConnectionLimits.MaxPduBytes;

    /// <summary>Waits until the peer may send more. The connection is not read meanwhile, so TCP slows the peer down.</summary>
    public virtual ValueTask ReadyAsync() => ValueTask.CompletedTask;

    /// <summary>Called once, before the connection is read.</summary>
    /// <param name="end">Ends the connection for a reason.</param>
    /// <param name="write">Sends a PDU to the peer.</param>
    public virtual void Opened(Action<string> end, Action<ByteString> write)
    {
    }

    /// <summary>Called once, when the connection has ended.</summary>
    /// <param name="reason">Reason for people.</param>
    public virtual void Ended(string reason)
    {
    }
}
