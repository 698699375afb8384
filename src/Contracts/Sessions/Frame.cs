namespace Coordinator.Contracts.Sessions;

/// <summary>One remoting message, in either direction, with one or many small messages.</summary>
internal sealed record Frame(IReadOnlyList<IFrameItem> Items) : IWireMessage
{
    /// <summary>
    /// Largest frame in bytes that remoting accepts on both sides: 5 MiB. The largest transaction has 4 MiB of messages, and less than 256 KiB of
    /// numbers and protobuf tags around them.
    /// </summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Most items of a frame. Senders stay far below it, so a frame with more comes from a peer that floods.</summary>
    public const int MaxItems = 4_096;
}
