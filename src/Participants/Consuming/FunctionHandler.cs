namespace Coordinator.Participants.Consuming;

/// <summary>Handles messages with a function that acknowledges by returning.</summary>
internal sealed class FunctionHandler(Func<ReceivedMessage, CancellationToken, Task> handle) : ISubscriptionHandler
{
    public async Task<HandlerResult> HandleAsync(ReceivedMessage message, CancellationToken ct)
    {
        await handle(message, ct);
        return HandlerResult.Done;
    }
}
