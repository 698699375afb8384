using System.Collections.Concurrent;
using Coordinator.Contracts;
using Coordinator.Recovery;

namespace Coordinator.Tests.Recovery;

/// <summary>In-memory journal of prepares.</summary>
internal sealed class FakeIndex : ICountedTransactionIndex
{
    private readonly ConcurrentDictionary<long, OpenTransaction> _prepares = [];
    private readonly ConcurrentDictionary<long, bool> _ended = [];
    private readonly ConcurrentQueue<long> _readFrom = [];
    private readonly ConcurrentQueue<TransactionId> _lookedAt = [];
    private long _highest;
    private long _deletedTo;
    private int _failures;

    /// <summary>Gets the position at which each pass began to read.</summary>
    public IReadOnlyCollection<long> ReadFrom => _readFrom;

    /// <summary>Gets the transactions that were read in any way except by counting.</summary>
    public IReadOnlyCollection<TransactionId> LookedAt => _lookedAt;

    /// <summary>Producer group of the transactions that name no other.</summary>
    public static readonly ProducerGroup Orders = new("orders");

    public long Add(string id, DateTimeOffset preparedAt, OpenPhase phase = OpenPhase.Prepared, ProducerGroup? group = null)
    {
        var ordering = Interlocked.Increment(ref _highest);
        AddAt(ordering, id, preparedAt, phase, group);
        return ordering;
    }

    /// <summary>Takes the position of a slow writer; <see cref="AddAt" /> makes its row visible.</summary>
    public long TakePlace() => Interlocked.Increment(ref _highest);

    public void AddAt(long ordering, string id, DateTimeOffset preparedAt, OpenPhase phase = OpenPhase.Prepared, ProducerGroup? group = null) =>
        _prepares[ordering] = new OpenTransaction(new TransactionId(id), ordering, phase, preparedAt, group ?? Orders);

    public void Decide(TransactionId id)
    {
        foreach (var ended in _prepares.Values.Where(prepared => prepared.Id == id))
            _ended[ended.Ordering] = true;
    }

    /// <summary>Deletes a prepare, as retention does with a transaction that has ended.</summary>
    public void Delete(long ordering)
    {
        _prepares.TryRemove(ordering, out _);
        _deletedTo = Math.Max(_deletedTo, ordering);
    }

    public void FailNext(int times) => _failures = times;

    public Task<long> HighestOrderingAsync(CancellationToken cancellationToken) =>
        _failures-- > 0
            ? Task.FromException<long>(new IOException("journal away"))
            : Task.FromResult(Interlocked.Read(ref _highest));

    public Task<OpenTransactionPage> ReadAsync(long after, long upTo, int rows, CancellationToken cancellationToken)
    {
        _readFrom.Enqueue(after);
        var prepares = Between(after, upTo).OrderBy(prepared => prepared.Ordering).Take(rows).ToList();
        return Task.FromResult(new OpenTransactionPage(
            OpenOf(prepares), prepares.Count < rows ? null : prepares[^1].Ordering, prepares.Count));
    }

    public Task<IReadOnlyList<OpenTransaction>> ReadAgainAsync(
        IReadOnlyList<long> orderings, CancellationToken cancellationToken) =>
        Task.FromResult(OpenOf([.. orderings.Where(_prepares.ContainsKey).Select(ordering => _prepares[ordering])]));

    public Task<PrepareCount> CountPreparesAsync(long after, long upTo, CancellationToken cancellationToken) =>
        Task.FromResult(new PrepareCount(Between(after, upTo).Count(), _deletedTo));

    private IEnumerable<OpenTransaction> Between(long after, long upTo) =>
        _prepares.Values.Where(prepared => prepared.Ordering > after && prepared.Ordering <= upTo);

    private IReadOnlyList<OpenTransaction> OpenOf(List<OpenTransaction> prepares)
    {
        prepares.ForEach(prepared => _lookedAt.Enqueue(prepared.Id));
        return [.. prepares.Where(prepared => !_ended.ContainsKey(prepared.Ordering))];
    }
}
