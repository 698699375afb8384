using Akka.Actor;
using Akka.Hosting;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Sessions;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Administration;

/// <summary>Sends requests of an operator to the entities, and limits the wait for an answer.</summary>
internal sealed class Entities(IReadOnlyActorRegistry registry)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    public Task<T> AskAsync<T>(ITransactionMessage message, CancellationToken aborted) =>
        AskAsync<TransactionRegion, T>(message, aborted);

    public Task<T> AskAsync<T>(IQueueMessage message, CancellationToken aborted) => AskAsync<QueueRegion, T>(message, aborted);

    public Task<T> AskAsync<T>(IDeadLetterMessage message, CancellationToken aborted) =>
        AskAsync<DeadLetterRegion, T>(message, aborted);

    public Task<SessionList> ListSessionsAsync(CancellationToken aborted) =>
        AskAsync<SessionListener, SessionList>(new ListSessions(), aborted);

    private async Task<T> AskAsync<TKey, T>(object message, CancellationToken aborted)
    {
        try
        {
            return await registry.Get<TKey>().Ask<T>(message, AnswerLimit, aborted);
        }
        catch (AskTimeoutException)
        {
            throw RefusedRequest.Busy("There was no answer in time, so the result is unknown. Check the current state, then repeat the request.");
        }
    }
}
