using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Topics.Log;

namespace Coordinator.Topics.Catalog;

/// <summary>
/// Routes a message to a queue of its topic, or to the schedule of that queue when it has a delay. Messages of one ordering key go to the same
/// queue.
/// </summary>
/// <remarks>The result must never change. Otherwise messages of one ordering key would be in two queues.</remarks>
internal static class MessageRouter
{
    public static int Route(Message message, TransactionId transaction, int index, int queueCount)
    {
        var queue = QueueOf(message, transaction, index, queueCount);
        return message.Delay > TimeSpan.Zero ? QueueSchedule.NumberOf(queue) : queue;
    }

    private static int QueueOf(Message message, TransactionId transaction, int index, int queueCount)
    {
        if (queueCount == 1)
            return 0;
        var hash = message.OrderingKey is { } key ? StableHash.Of(key) : StableHash.Of(transaction.Value, index);
        return (int)(hash % (ulong)queueCount);
    }
}
