using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Consuming;

/// <summary>Runs a handler for one message, and settles the delivery by the way in which the handler ended.</summary>
internal sealed class HandlerRunner(Subscription subscription, IServiceProvider services, ILogger logger)
{
    /// <summary>
    /// Runs the handler. Returns <c>null</c> when a stop cancelled it, which leaves the message to other members.
    /// </summary>
    public async Task<Func<DeliveryId, Settle>?> RunAsync(Deliver deliver, CancellationToken ct)
    {
        // Handlers may block, as SQLite does, so they must not run on the actor's thread.
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
                "{Group} rejected message {Message} of {Topic}",
                message.Group,
                message.Id,
                message.Topic);
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
#pragma warning disable CA1031 // Any other exception of a handler means a retry.
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
