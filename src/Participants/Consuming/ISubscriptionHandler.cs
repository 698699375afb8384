namespace Coordinator.Participants.Consuming;

/// <summary>Handler of one subscription, as its consumer runs it.</summary>
internal interface ISubscriptionHandler
{
    /// <summary>Handles one delivery. It is called up to <see cref="ConsumerOptions.Places" /> times at once.</summary>
    Task<HandlerResult> HandleAsync(ReceivedMessage message, CancellationToken ct);

    /// <summary>Tells that no more deliveries begin, so nothing may wait for further ones.</summary>
    void Stop()
    {
    }
}
