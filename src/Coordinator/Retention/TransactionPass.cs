using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Retention;

/// <summary>One pass over what is past its retention, with what it keeps.</summary>
/// <param name="below">Lowest persistence id that is not expired.</param>
/// <param name="endedBefore">Time in ticks of UTC. What has an event of this time or later is kept.</param>
/// <param name="bound">Bound in words.</param>
/// <param name="keptBefore">Transactions that the pass before kept.</param>
internal sealed class TransactionPass(string below, long endedBefore, string bound, IReadOnlyList<string> keptBefore)
{
    private const int MostEnded = 10;

    private readonly Dictionary<StoredStage, long> _rows = [];
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly List<string> _notFinal = [];
    private HashSet<string> _notFinalIds = [];
    private readonly HashSet<OrderedWalk> _walked = [];

    public string Below => below;

    public long EndedBefore => endedBefore;

    public string Bound => bound;

    /// <summary>Transactions to look at again.</summary>
    public List<string> ToRevisit { get; } = [.. keptBefore];

    /// <summary>Time in ticks of UTC that is later than any clock of a node should be.</summary>
    public required long Future { get; init; }

    /// <summary>Reason why nothing is deleted in this pass; <c>null</c> when there is none.</summary>
    public string? Hold { get; init; }

    public bool HasReadTimed { get; set; }

    public IReadOnlyCollection<string> KeptIds => _kept;

    /// <summary>Those that are not decided, or not in all of their queues.</summary>
    public IReadOnlyList<string> NotFinal => _notFinal;

    /// <summary>Ids of those that are not final so far. The set does not change.</summary>
    public IReadOnlySet<string> NotFinalIds()
    {
        if (_notFinalIds.Count != _notFinal.Count)
            _notFinalIds = _notFinal.Select(id => id[TimedIds.Prefix.Length..]).ToHashSet(StringComparer.Ordinal);
        return _notFinalIds;
    }

    /// <summary>
    /// True when too many are kept to look at more. Those that have ended will go by themselves, so many more of them may be kept.
    /// </summary>
    public bool IsFull(int mostKept) => _notFinal.Count >= mostKept || _kept.Count >= MostEnded * mostKept;

    public bool IsDue(StoredTransaction transaction) => transaction.Stage is StoredStage.Final && transaction.LastAt < endedBefore;

    /// <summary>
    /// True when this event and all that follow in the journal are too young. One that comes from the future tells nothing about those that follow.
    /// </summary>
    public bool IsYoung(in FirstEvent first) => first.Created >= endedBefore && first.Created <= Future;

    public void Keep(IEnumerable<StoredTransaction> transactions)
    {
        foreach (var kept in transactions)
        {
            // One that two walks find, or that is read again after a failure, counts once.
            if (!_kept.Add(kept.PersistenceId))
                continue;
            if (kept.Stage is not StoredStage.Final)
                _notFinal.Add(kept.PersistenceId);
            _rows[kept.Stage] = _rows.GetValueOrDefault(kept.Stage) + kept.Rows;
        }
    }

    public bool HasWalked(OrderedWalk walk) => _walked.Contains(walk);

    public void Walked(OrderedWalk walk) => _walked.Add(walk);

    /// <summary>Describes what is kept.</summary>
    /// <param name="mostKept">Number of kept transactions at which nothing further is looked at.</param>
    public IReadOnlyList<KeptData> Report(int mostKept)
    {
        var report = _rows.OrderBy(stage => stage.Key).Select(stage => new KeptData("transactions", Reason(stage.Key), stage.Value)).ToList();
        if (Hold is not null)
            report.Add(new KeptData("transactions", Hold, null));
        if (IsFull(mostKept))
            report.Add(new KeptData("transactions", $"{_kept.Count} are kept, which is the limit, so no others are looked at until some of them end or are deleted", null));
        return report;
    }

    private static string Reason(StoredStage stage) => stage switch
    {
        StoredStage.Open => "open: there is no decision yet",
        StoredStage.Parked => "parked: there is no decision, and an operator should look",
        StoredStage.Committed => "committed, and not yet in all queues",
        StoredStage.Final => "ended less than retention.transactions ago, or was being written",
        StoredStage.Unknown => "has an event of a newer release",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "This stage is unknown."),
    };
}
