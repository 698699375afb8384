using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Log;

namespace Coordinator.Transactions;

/// <summary>Queues that have not yet confirmed a transaction's messages.</summary>
internal sealed class PendingAppends
{
    private readonly TransactionId _id;
    private readonly List<AppendToQueue> _open = new(1);

    /// <param name="id">The transaction.</param>
    /// <param name="messages">Messages of the transaction.</param>
    /// <param name="committedAt">Time of the commit.</param>
    /// <param name="companion">See <see cref="AppendToQueue" />; only for messages that all go to one queue.</param>
    public PendingAppends(TransactionId id, IReadOnlyList<RoutedMessage> messages, DateTimeOffset committedAt, StoredEvent? companion = null)
    {
        _id = id;
        for (var i = 0; i < messages.Count; i++)
        {
            var (message, number) = messages[i];
            var queue = new QueueId(message.Topic, number);
            var indexed = new IndexedMessage(i, message);
            if (_open.Find(append => append.Queue == queue) is { } sameQueue)
                ((List<IndexedMessage>)sameQueue.Messages).Add(indexed);
            else
                _open.Add(new AppendToQueue(queue, id, committedAt, new List<IndexedMessage>(1) { indexed }, companion));
        }
    }

    public IReadOnlyList<AppendToQueue> Open => _open;

    /// <summary>Number of times that the appends were sent.</summary>
    public int Attempts { get; private set; }

    /// <returns>True when this was the last queue to confirm.</returns>
    public bool Confirm(QueueId queue) => _open.RemoveAll(append => append.Queue == queue) > 0 && _open.Count == 0;

    /// <summary>Counts one more attempt.</summary>
    /// <returns>Time to wait for the answers.</returns>
    public TimeSpan NextAttempt(TransactionOptions options)
    {
        Attempts++;
        return new Backoff(options.AppendRetryInterval, options.AppendRetryMaxInterval)
            .After(Attempts, StableHash.Fraction(_id.Value, Attempts));
    }
}
