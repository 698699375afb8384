using Coordinator.Recovery;

namespace Coordinator.Tests.Checks;

/// <summary>Counts events, so that a test can wait until no more occur.</summary>
internal sealed class Activity
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Happened() => Interlocked.Increment(ref _count);
}

/// <summary>Index that reads immediately. A pass is complete as soon as the sweep's mailbox is empty.</summary>
internal sealed class PromptIndex(IOpenTransactionIndex index, Activity activity) : IOpenTransactionIndex
{
    public Task<long> HighestOrderingAsync(CancellationToken cancellationToken) =>
        Await(index.HighestOrderingAsync(cancellationToken));

    public Task<OpenTransactionPage> ReadAsync(long after, long upTo, int rows, CancellationToken cancellationToken) =>
        Await(index.ReadAsync(after, upTo, rows, cancellationToken));

    public Task<IReadOnlyList<OpenTransaction>> ReadAgainAsync(
        IReadOnlyList<long> orderings, CancellationToken cancellationToken) =>
        Await(index.ReadAgainAsync(orderings, cancellationToken));

    private Task<T> Await<T>(Task<T> read)
    {
        activity.Happened();
        return Task.FromResult(read.GetAwaiter().GetResult());
    }
}
