namespace Coordinator.Testing;

/// <summary>A request that the journal keeps back: it waits at the door until the test lets it in.</summary>
public sealed class HeldRequest
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the request is at the journal's door.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Lets it in.</summary>
    public void Release() => _released.TrySetResult();

    internal void Arrive(Action proceed)
    {
        _released.Task.GetAwaiter().OnCompleted(proceed);
        _arrived.TrySetResult();
    }
}
