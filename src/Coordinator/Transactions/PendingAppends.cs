using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Topics.Log;

namespace Coordinator.Transactions;

/// <summary>The queues that still have to confirm a committed transaction's messages.</summary>
internal sealed class PendingAppends
{
    private readonly TransactionId _id;
    private readonly List<AppendToQueue> _open = new(1);

    public PendingAppends(TransactionId id, TransactionState committed)
    {
        _id = id;
        for (var i = 0; i < committed.Messages.Count; i++)
        {
            var (message, number) = committed.Messages[i];
            var queue = new QueueId(message.Topic, number);
            var indexed = new IndexedMessage(i, message);
            if (_open.Find(append => append.Queue == queue) is { } sameQueue)
                ((List<IndexedMessage>)sameQueue.Messages).Add(indexed);
            else
                _open.Add(new AppendToQueue(queue, id, committed.Since, new List<IndexedMessage>(1) { indexed }));
        }
    }

    public IReadOnlyList<AppendToQueue> Open => _open;

    /// <summary>How often they were sent.</summary>
    public int Attempts { get; private set; }

    /// <returns>Whether this was the last that was waited for.</returns>
    public bool Confirm(QueueId queue) => _open.RemoveAll(append => append.Queue == queue) > 0 && _open.Count == 0;

    /// <summary>They are sent once more.</summary>
    /// <returns>How long to wait for the answers.</returns>
    public TimeSpan NextAttempt(TransactionOptions options)
    {
        Attempts++;
        return new Backoff(options.AppendRetryInterval, options.AppendRetryMaxInterval)
            .After(Attempts, StableHash.Fraction(_id.Value, Attempts));
    }
}
