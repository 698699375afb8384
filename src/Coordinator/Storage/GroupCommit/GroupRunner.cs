using System.Threading.Channels;

namespace Coordinator.Storage.GroupCommit;

/// <summary>
/// Runs what arrives in groups: whatever arrives while a group is under way goes into the next one. Nothing waits for
/// company; a lone item runs at once.
/// </summary>
/// <remarks>The line is unbounded here because the actors in front of it are not: each has one write or one read in flight.</remarks>
internal sealed class GroupRunner<TItem> : IAsyncDisposable
{
    private readonly Channel<TItem> _line = Channel.CreateUnbounded<TItem>();
    private readonly int _maxGroup;
    private readonly Func<IReadOnlyList<TItem>, Task> _run;
    private readonly Action<TItem, Exception> _fail;
    private readonly Task _loops;

    /// <param name="maxGroup">How many items a group has at most.</param>
    /// <param name="parallelism">How many groups may be under way at the same time.</param>
    /// <param name="run">Completes every item of the group, or throws.</param>
    /// <param name="fail">Completes an item whose group threw; no effect on one that is complete.</param>
    public GroupRunner(int maxGroup, int parallelism, Func<IReadOnlyList<TItem>, Task> run, Action<TItem, Exception> fail)
    {
        _maxGroup = maxGroup;
        _run = run;
        _fail = fail;
        _loops = Task.WhenAll(Enumerable.Range(0, parallelism).Select(_ => LoopAsync()));
    }

    /// <summary>False once disposed.</summary>
    public bool TryAdd(TItem item) => _line.Writer.TryWrite(item);

    public async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await _loops;
    }

    private async Task LoopAsync()
    {
        var group = new List<TItem>();
        while (await _line.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (group.Count < _maxGroup && _line.Reader.TryRead(out var item))
                group.Add(item);
            if (group.Count == 0)
                continue;
            await RunAsync(group).ConfigureAwait(false);
            group.Clear();
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
            // The line goes on: what is in it was not part of the failure.
            foreach (var item in group)
                _fail(item, error);
        }
    }
}
