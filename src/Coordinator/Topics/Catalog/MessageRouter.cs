using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Topics.Catalog;

/// <summary>Routes a message to a queue of its topic: always the same one for the same ordering key.</summary>
/// <remarks>The result must never change: messages of one ordering key would find themselves in two queues.</remarks>
internal static class MessageRouter
{
    public static int Route(Message message, TransactionId transaction, int index, int queueCount)
    {
        if (queueCount == 1)
            return 0;
        var hash = message.OrderingKey is { } key ? StableHash.Of(key) : StableHash.Of(transaction.Value, index);
        return (int)(hash % (ulong)queueCount);
    }
}
