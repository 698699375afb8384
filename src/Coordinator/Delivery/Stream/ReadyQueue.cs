using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Messages that can be delivered now and are wanted by the same members.</summary>
/// <param name="tag">Hash of one of their tags. It stands for all of them.</param>
internal sealed class ReadyQueue(ulong tag)
{
    public ulong Tag => tag;

    /// <summary>Messages that were never delivered.</summary>
    public MessageQueue Fresh { get; } = new();

    /// <summary>Messages that come again.</summary>
    public MessageQueue Repeated { get; } = new();

    public MessageQueue Of(PendingMessage message) => message.Attempt == 0 ? Fresh : Repeated;
}
