namespace Coordinator.Participants.Consuming.Handling;

/// <summary>Handlers that may run at a time. Those who wait for one get it in the order in which they came.</summary>
internal sealed class FreeHandlers(int count)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<Place>> _waiting = new();
    private int _free = count;

    /// <summary>Waits for a handler, to be disposed of when it has ended.</summary>
    public Task<Place> TakeAsync()
    {
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return Task.FromResult(new Place(this));
            }

            var wait = new TaskCompletionSource<Place>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(wait);
            return wait.Task;
        }
    }

    private void Return()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out var next))
                next.SetResult(new Place(this));
            else
                _free++;
        }
    }

    /// <summary>Place of one running handler.</summary>
    internal sealed class Place(FreeHandlers owner) : IDisposable
    {
        public void Dispose() => owner.Return();
    }
}
