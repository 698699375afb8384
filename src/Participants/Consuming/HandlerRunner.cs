using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Consuming;

/// <summary>Runs a handler for one message, and turns how it ended into how the delivery is settled.</summary>
internal sealed class HandlerRunner(Subscription subscription, IServiceProvider services, ILogger logger)
{
    /// <summary>
    /// The end of the handler; <c>null</c> when it was cancelled by the stop, which leaves the message to others.
    /// </summary>
    public async Task<Func<DeliveryId, Settle>?> RunAsync(Deliver deliver, CancellationToken ct)
    {
        // Handlers may block (SQLite does): not on the actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var message = new ReceivedMessage(deliver.Id, deliver.Message, deliver.Delivery, deliver.CommittedAt);
        try
        {
            await subscription.Handler(services, message, ct);
            return delivery => new Acknowledge(delivery);
        }
        catch (RejectMessageException rejection)
        {
            logger.LogWarning(
                rejection,
                "Message {Message} of {Topic} is rejected by {Group}",
                message.Id,
                message.Topic,
                message.Group);
            return delivery => new Reject(delivery, Detail.Of(rejection.Message));
        }
        catch (RetryLaterException later)
        {
            return delivery => new Retry(delivery, later.Delay, Detail.Of(later.Message));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever a handler throws means the same: try again later.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogWarning(
                error,
                "Attempt {Attempt} of message {Message} of {Topic} failed in {Group}",
                message.Attempt,
                message.Id,
                message.Topic,
                message.Group);
            return delivery => new Retry(delivery, Reason: Detail.Of(error));
        }
    }
}
