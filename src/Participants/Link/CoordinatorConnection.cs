using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Link;

/// <summary>State of the connection, as the link tells it.</summary>
internal sealed class CoordinatorConnection(TimeProvider time, ILogger logger) : ICoordinatorConnection
{
    private readonly Lock _lock = new();
    private volatile State _state = new(IsConnected: false, time.GetUtcNow(), "not connected yet");
    private TaskCompletionSource _connected = NewSource();
    private Task _raised = Task.CompletedTask;

    public event EventHandler<ConnectionChangedEventArgs>? Changed;

    public bool IsConnected => _state.IsConnected;

    public DateTimeOffset Since => _state.Since;

    public string? LastFailure => _state.Failure;

    public Task WaitForConnectionAsync(CancellationToken ct = default)
    {
        lock (_lock)
            return _connected.Task.WaitAsync(ct);
    }

    /// <summary>A session is open.</summary>
    public void Opened()
    {
        lock (_lock)
        {
            Set(new State(IsConnected: true, time.GetUtcNow(), Failure: null));
            _connected.TrySetResult();
        }
    }

    /// <summary>There is no session.</summary>
    /// <param name="reason">Reason for people.</param>
    public void Missing(string reason)
    {
        lock (_lock)
        {
            if (_connected.Task.IsCompleted)
                _connected = NewSource();
            Set(_state.IsConnected ? new State(IsConnected: false, time.GetUtcNow(), reason) : _state with { Failure = reason });
        }
    }

    private void Set(State state)
    {
        var isChange = _state.IsConnected != state.IsConnected;
        _state = state;
        if (isChange)
            _raised = _raised.ContinueWith(_ => Raise(state), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Raise(State state)
    {
        try
        {
            Changed?.Invoke(this, new ConnectionChangedEventArgs(state.IsConnected, state.Failure));
        }
#pragma warning disable CA1031 // A handler of the service must not stop later ones.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogError(error, "A handler of {Event} failed", $"{nameof(ICoordinatorConnection)}.{nameof(Changed)}");
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record State(bool IsConnected, DateTimeOffset Since, string? Failure);
}
