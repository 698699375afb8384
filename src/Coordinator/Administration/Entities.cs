using Akka.Actor;
using Akka.Hosting;
using Coordinator.Checks;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Sessions;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Administration;

/// <summary>Sends requests of an operator to the entities, and limits the wait for an answer.</summary>
/// <param name="registry">Registry of the regions.</param>
/// <param name="checks">Options of checks, for which some requests wait.</param>
internal sealed class Entities(IReadOnlyActorRegistry registry, CheckOptions checks)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>Asks a transaction for something that may take one check: of an instance that does not answer, too.</summary>
    public Task<TransactionResolved> ResolveAsync(ResolveTransaction resolve, CancellationToken aborted) =>
        AskAsync<TransactionRegion, TransactionResolved>(resolve, aborted, AnswerLimit + checks.CheckTimeout);

    public Task<T> AskAsync<T>(IQueueMessage message, CancellationToken aborted) => AskAsync<QueueRegion, T>(message, aborted);

    public Task<T> AskAsync<T>(IDeadLetterMessage message, CancellationToken aborted) =>
        AskAsync<DeadLetterRegion, T>(message, aborted);

    public Task<SessionList> ListSessionsAsync(CancellationToken aborted) =>
        AskAsync<SessionListener, SessionList>(new ListSessions(), aborted);

    private async Task<T> AskAsync<TKey, T>(object message, CancellationToken aborted, TimeSpan? limit = null)
    {
        try
        {
            return await registry.Get<TKey>().Ask<T>(message, limit ?? AnswerLimit, aborted);
        }
        catch (AskTimeoutException)
        {
            throw RefusedRequest.Busy("There was no answer in time, so the result is unknown. Check the current state, then repeat the request.");
        }
    }
}
