namespace Coordinator.Participants.Consuming.Handling;

/// <summary>One message of a batch.</summary>
internal sealed class BatchItem(ReceivedMessage message, object body)
{
    public ReceivedMessage Message => message;

    public object Body => body;

    public TaskCompletionSource<HandlerResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
