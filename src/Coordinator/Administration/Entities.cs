using Akka.Actor;
using Akka.Hosting;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Sessions;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Administration;

/// <summary>Asks the capabilities on behalf of an operator. Whoever does not answer in time is not asked for ever.</summary>
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
