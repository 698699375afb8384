using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Crashes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Consuming;

/// <summary>Runs a handler for one message, and settles the delivery by the way in which the handler ended.</summary>
internal sealed class HandlerRunner(Subscription subscription, IServiceProvider services, TimeProvider time, ILogger logger)
{
    private readonly ISubscriptionHandler _handler = subscription.Handler(services);
    private readonly ICrashHook? _crash = services.GetService<ICrashHook>();
    private readonly RetryDecision _decision = new(subscription.Options);

    /// <summary>Tells the handler that no more deliveries begin.</summary>
    public void Stop() => _handler.Stop();

    /// <summary>
    /// Runs the handler. Returns <c>null</c> when a stop cancelled it or the participant died, which leaves the message to other members.
    /// </summary>
    public async Task<Func<DeliveryId, Settle>?> RunAsync(Deliver deliver, CancellationToken ct)
    {
        // Handlers may block, as SQLite does, so they must not run on the actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var message = new ReceivedMessage(deliver.Id, deliver.Message, deliver.Delivery, deliver.CommittedAt);
        HandlerResult result;
        Exception? error = null;
        using var trace = new HandlerTrace(message, time);
        try
        {
            _crash?.Reach(CrashPoints.BeforeHandler);
            result = await _handler.HandleAsync(message, ct);
            _crash?.Reach(CrashPoints.BeforeAcknowledge);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception) when (_crash?.IsDead is true)
        {
            return null;
        }
#pragma warning disable CA1031 // Any other exception of a handler means a retry or a rejection.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            (result, error) = (_decision.ResultOf(failure), failure);
        }

        trace.End(result, error);
        Log(result, message, error);
        return delivery => Settle(result, delivery, message);
    }

    private Settle Settle(HandlerResult result, DeliveryId delivery, ReceivedMessage message)
    {
        var settle = _decision.Settle(result, delivery);
        if (settle is Reject reject && result.Kind == HandlerResultKind.Retry)
            LogRejection(message, reject.Reason, error: null);
        return settle;
    }

    private void Log(HandlerResult result, ReceivedMessage message, Exception? error)
    {
        if (result.Kind == HandlerResultKind.Reject)
        {
            LogRejection(message, result.Reason, error);
        }
        else if (error is not null and not RetryLaterException)
        {
            logger.LogWarning(
                error,
                "Attempt {Attempt} of message {Message} of {Topic} failed in {Group}",
                message.Attempt,
                message.Id,
                message.Topic,
                message.Group);
        }
    }

    private void LogRejection(ReceivedMessage message, string? reason, Exception? error) => logger.LogWarning(
        error, "{Group} rejected message {Message} of {Topic}: {Reason}", message.Group, message.Id, message.Topic, reason);
}
