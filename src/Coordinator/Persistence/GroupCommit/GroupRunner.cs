using System.Threading.Channels;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Runs what arrives in groups: whatever arrives while a group is under way goes into the next one. A lone item runs at once, unless
/// it can wait: then it goes with the next group, or by itself after a while.
/// </summary>
/// <remarks>The line is unbounded here because the actors in front of it are not: each has one write or one read in flight.</remarks>
internal sealed class GroupRunner<TItem> : IAsyncDisposable
    where TItem : class
{
    // Null is nothing to run, but a reason to look at what waits.
    private readonly Channel<TItem?> _line = Channel.CreateUnbounded<TItem?>();
    private readonly Channel<TItem> _waiting = Channel.CreateUnbounded<TItem>();
    private readonly int _maxGroup;
    private readonly TimeSpan _longestWait;
    private readonly Func<IReadOnlyList<TItem>, Task> _run;
    private readonly Action<TItem, Exception> _fail;
    private readonly ITimer _alarm;
    private readonly Task _loops;
    private int _alarmIsSet;

    /// <param name="maxGroup">How many items a group has at most.</param>
    /// <param name="parallelism">How many groups may be under way at the same time.</param>
    /// <param name="longestWait">How long an item that can wait does so when no other comes.</param>
    /// <param name="run">Completes every item of the group, or throws.</param>
    /// <param name="fail">Completes an item whose group threw; no effect on one that is complete.</param>
    public GroupRunner(
        int maxGroup, int parallelism, TimeSpan longestWait, Func<IReadOnlyList<TItem>, Task> run, Action<TItem, Exception> fail)
    {
        _maxGroup = maxGroup;
        _longestWait = longestWait;
        _run = run;
        _fail = fail;
        _alarm = TimeProvider.System.CreateTimer(_ => Ring(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loops = Task.WhenAll(Enumerable.Range(0, parallelism).Select(_ => LoopAsync()));
    }

    /// <summary>False once disposed.</summary>
    public bool TryAdd(TItem item) => _line.Writer.TryWrite(item);

    /// <summary>The item can wait. False once disposed.</summary>
    public bool TryAddDeferrable(TItem item)
    {
        if (!_waiting.Writer.TryWrite(item))
            return false;
        if (Interlocked.Exchange(ref _alarmIsSet, 1) == 0)
            _alarm.Change(_longestWait, Timeout.InfiniteTimeSpan);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        _line.Writer.TryComplete();
        await _loops;
        await _alarm.DisposeAsync();
        for (var last = Gather([]); last.Count > 0; last = Gather([]))
            await RunAsync(last);
    }

    private void Ring()
    {
        // First this: whoever adds an item from here on sets the alarm anew.
        Interlocked.Exchange(ref _alarmIsSet, 0);
        LookAtWaiting();
    }

    private void LookAtWaiting()
    {
        if (_waiting.Reader.TryPeek(out _))
            _line.Writer.TryWrite(null);
    }

    private async Task LoopAsync()
    {
        var group = new List<TItem>();
        while (await _line.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (Gather(group).Count == 0)
                continue;
            await RunAsync(group).ConfigureAwait(false);
            group.Clear();
        }
    }

    private List<TItem> Gather(List<TItem> group)
    {
        while (group.Count < _maxGroup && _line.Reader.TryRead(out var item))
        {
            if (item is not null)
                group.Add(item);
        }

        while (group.Count < _maxGroup && _waiting.Reader.TryRead(out var item))
            group.Add(item);
        if (group.Count == _maxGroup)
            LookAtWaiting();
        return group;
    }

    private async Task RunAsync(List<TItem> group)
    {
        try
        {
            await _run(group).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The line goes on: what is in it was not part of the failure.
            foreach (var item in group)
                _fail(item, error);
        }
    }
}
