using System.Threading.Channels;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Runs items in groups. Items that arrive while a group runs go into the next group. A single item runs at once. A deferrable one
/// waits for the next group, up to a limit.
/// </summary>
/// <remarks>The queue is unbounded here, because its senders are bounded: each actor has one write or one read in flight.</remarks>
internal sealed class GroupRunner<TItem> : IAsyncDisposable
    where TItem : class
{
    // A null item runs nothing, but makes the loop gather the deferred items.
    private readonly Channel<TItem?> _queue = Channel.CreateUnbounded<TItem?>();
    private readonly Channel<TItem> _deferred = Channel.CreateUnbounded<TItem>();
    private readonly int _maxGroup;
    private readonly long _maxBytes;
    private readonly Func<TItem, long>? _bytesOf;
    private readonly TimeSpan _longestWait;
    private readonly Func<IReadOnlyList<TItem>, Task> _run;
    private readonly Action<TItem, Exception> _fail;
    private readonly ITimer _timer;
    private readonly Task _loops;
    private int _timerIsSet;

    /// <param name="maxGroup">Largest number of items in a group.</param>
    /// <param name="parallelism">Largest number of groups that run at the same time.</param>
    /// <param name="longestWait">Longest wait of a deferrable item when no other item arrives.</param>
    /// <param name="run">Completes every item of the group, or throws.</param>
    /// <param name="fail">Completes an item whose group threw. It has no effect on a completed item.</param>
    /// <param name="maxBytes">Bytes at which a group takes no further item.</param>
    /// <param name="bytesOf">Returns the bytes of an item; <c>null</c>: items have none.</param>
    public GroupRunner(
        int maxGroup,
        int parallelism,
        TimeSpan longestWait,
        Func<IReadOnlyList<TItem>, Task> run,
        Action<TItem, Exception> fail,
        long maxBytes = long.MaxValue,
        Func<TItem, long>? bytesOf = null)
    {
        _maxGroup = maxGroup;
        _maxBytes = maxBytes;
        _bytesOf = bytesOf;
        _longestWait = longestWait;
        _run = run;
        _fail = fail;
        _timer = TimeProvider.System.CreateTimer(_ => OnTimer(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loops = Task.WhenAll(Enumerable.Range(0, parallelism).Select(_ => LoopAsync()));
    }

    /// <summary>Adds an item; false after disposal.</summary>
    public bool TryAdd(TItem item) => _queue.Writer.TryWrite(item);

    /// <summary>Adds an item that can wait; false after disposal.</summary>
    public bool TryAddDeferrable(TItem item)
    {
        if (!_deferred.Writer.TryWrite(item))
            return false;
        if (Interlocked.Exchange(ref _timerIsSet, 1) == 0)
            _timer.Change(_longestWait, Timeout.InfiniteTimeSpan);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _deferred.Writer.TryComplete();
        _queue.Writer.TryComplete();
        await _loops;
        await _timer.DisposeAsync();
        for (var last = Gather([]); last.Count > 0; last = Gather([]))
            await RunAsync(last);
    }

    private void OnTimer()
    {
        // Reset the flag first: an item that is added from here on starts the timer again.
        Interlocked.Exchange(ref _timerIsSet, 0);
        SignalDeferred();
    }

    private void SignalDeferred()
    {
        if (_deferred.Reader.TryPeek(out _))
            _queue.Writer.TryWrite(null);
    }

    private async Task LoopAsync()
    {
        var group = new List<TItem>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (Gather(group).Count == 0)
                continue;
            await RunAsync(group).ConfigureAwait(false);
            group.Clear();
        }
    }

    private List<TItem> Gather(List<TItem> group)
    {
        var bytes = 0L;
        while (HasRoom() && _queue.Reader.TryRead(out var item))
        {
            if (item is not null)
                Add(item);
        }

        while (HasRoom() && _deferred.Reader.TryRead(out var item))
            Add(item);
        if (!HasRoom())
            SignalDeferred();
        return group;

        bool HasRoom() => group.Count < _maxGroup && bytes < _maxBytes;

        void Add(TItem item)
        {
            group.Add(item);
            bytes += _bytesOf?.Invoke(item) ?? 0;
        }
    }

    private async Task RunAsync(List<TItem> group)
    {
        try
        {
            await _run(group).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Continue with the queue: its items were not part of the failed group.
            foreach (var item in group)
                _fail(item, error);
        }
    }
}
