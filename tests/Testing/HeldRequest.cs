namespace Coordinator.Testing;

/// <summary>Request that the journal holds until the test releases it.</summary>
public sealed class HeldRequest
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that completes when the journal has received the request.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Releases the request.</summary>
    public void Release() => _released.TrySetResult();

    internal void Arrive(Action proceed)
    {
        _released.Task.GetAwaiter().OnCompleted(proceed);
        _arrived.TrySetResult();
    }
}
