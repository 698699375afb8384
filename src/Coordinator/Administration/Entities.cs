using Akka.Actor;
using Akka.Hosting;
using Coordinator.Checks;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Retention;
using Coordinator.Retention.Removals;
using Coordinator.Sessions;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Administration;

/// <summary>Sends requests of an operator to the entities, and limits the wait for an answer.</summary>
/// <param name="registry">Registry of the regions.</param>
/// <param name="transactions">Options of transactions, whose checks some requests wait for.</param>
/// <param name="answerLimit">Longest wait for an answer; <c>null</c> for <see cref="AnswerLimit" />.</param>
internal sealed class Entities(IReadOnlyActorRegistry registry, TransactionOptions transactions, TimeSpan? answerLimit = null)
{
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Limit of a request that may take one check. The transaction gives the check its whole patience: the check may wait for its turn, and
    /// for an instance that does not answer. A shorter limit would hide a decision that is still taken.
    /// </summary>
    public TimeSpan ResolveLimit => Limit + transactions.CheckPatience;

    private TimeSpan Limit => answerLimit ?? AnswerLimit;

    /// <summary>Asks a transaction for something that may take one check.</summary>
    public Task<TransactionResolved> ResolveAsync(ResolveTransaction resolve, CancellationToken aborted) =>
        AskAsync<TransactionRegion, TransactionResolved>(resolve, aborted, ResolveLimit);

    public Task<T> AskAsync<T>(IQueueMessage message, CancellationToken aborted) => AskAsync<QueueRegion, T>(message, aborted);

    /// <param name="message">Request.</param>
    /// <param name="aborted">Cancelled when the caller goes away.</param>
    /// <param name="unanswered">Text for the caller when there is no answer in time; <c>null</c> for the usual one.</param>
    public Task<T> AskAsync<T>(IDeadLetterMessage message, CancellationToken aborted, string? unanswered = null) =>
        AskAsync<DeadLetterRegion, T>(message, aborted, unanswered: unanswered);

    public Task<T> AskAsync<T>(ITopicMessage message, CancellationToken aborted) => AskAsync<TopicRegion, T>(message, aborted);

    public Task<T> AskAsync<T>(ICheckMessage message, CancellationToken aborted) => AskAsync<CheckRegion, T>(message, aborted);

    /// <summary>Lets retention look for removals at once.</summary>
    public void LookForRemovals() => registry.Get<RetentionKeeper>().Tell(new LookNow(RemovalRetention.Kind), ActorRefs.NoSender);

    public Task<SessionList> ListSessionsAsync(CancellationToken aborted) =>
        AskAsync<SessionListener, SessionList>(new ListSessions(), aborted);

    /// <summary>Asks the one node of the cluster on which retention runs.</summary>
    public Task<RetentionReport> DescribeRetentionAsync(CancellationToken aborted) =>
        AskAsync<RetentionKeeper, RetentionReport>(new AskRetention(), aborted);

    private async Task<T> AskAsync<TKey, T>(object message, CancellationToken aborted, TimeSpan? limit = null, string? unanswered = null)
    {
        try
        {
            return await registry.Get<TKey>().Ask<T>(message, limit ?? Limit, aborted);
        }
        catch (AskTimeoutException)
        {
            throw RefusedRequest.Busy(
                unanswered ?? "There was no answer in time, so the result is unknown. Check the current state, then repeat the request.");
        }
    }
}
