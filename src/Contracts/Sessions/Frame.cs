namespace Coordinator.Contracts.Sessions;

/// <summary>What travels in one remoting message, in either direction: one or many small messages.</summary>
internal sealed record Frame(IReadOnlyList<IFrameItem> Items) : IWireMessage
{
    /// <summary>The largest frame, in bytes, that both sides' remoting must let through: 4 MiB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;
}
