using System.Collections.Concurrent;
using Coordinator.CheckBack;
using Coordinator.Contracts;

namespace Coordinator.Tests.CheckBack;

/// <summary>A journal of prepares in memory.</summary>
internal sealed class FakeIndex : IOpenTransactionIndex
{
    private readonly ConcurrentDictionary<long, OpenTransaction> _open = [];
    private readonly ConcurrentQueue<long> _readFrom = [];
    private long _highest;
    private int _failures;

    /// <summary>Where each pass began to read.</summary>
    public IReadOnlyCollection<long> ReadFrom => _readFrom;

    public long Add(string id, DateTimeOffset preparedAt, OpenPhase phase = OpenPhase.Prepared)
    {
        var ordering = Interlocked.Increment(ref _highest);
        AddAt(ordering, id, preparedAt, phase);
        return ordering;
    }

    /// <summary>A place that a slow writer took; <see cref="AddAt" /> makes its row visible.</summary>
    public long TakePlace() => Interlocked.Increment(ref _highest);

    public void AddAt(long ordering, string id, DateTimeOffset preparedAt, OpenPhase phase = OpenPhase.Prepared) =>
        _open[ordering] = new OpenTransaction(new TransactionId(id), ordering, phase, preparedAt);

    public void Decide(TransactionId id)
    {
        foreach (var open in _open.Values.Where(open => open.Id == id))
            _open.TryRemove(open.Ordering, out _);
    }

    public void FailNext(int times) => _failures = times;

    public Task<long> HighestOrderingAsync(CancellationToken cancellationToken) =>
        _failures-- > 0
            ? Task.FromException<long>(new IOException("journal away"))
            : Task.FromResult(Interlocked.Read(ref _highest));

    public Task<OpenTransactionPage> ReadAsync(long after, long upTo, int rows, CancellationToken cancellationToken)
    {
        _readFrom.Enqueue(after);
        var found = _open.Values.Where(open => open.Ordering > after && open.Ordering <= upTo)
            .OrderBy(open => open.Ordering).Take(rows).ToList();
        return Task.FromResult(new OpenTransactionPage(found, found.Count < rows ? null : found[^1].Ordering));
    }

    public Task<IReadOnlyList<OpenTransaction>> ReadAgainAsync(
        IReadOnlyList<long> orderings, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OpenTransaction>>(
            [.. orderings.Where(_open.ContainsKey).Select(ordering => _open[ordering])]);
}
