namespace Coordinator.Transactions;

/// <summary>Reports that came after the decision, for what was recorded already.</summary>
/// <param name="Latest">The latest of them.</param>
/// <param name="Earlier">Those before it, if there are any.</param>
internal sealed record TransactionReports(TransactionReported Latest, TransactionReports? Earlier)
{
    /// <summary>Reports of one transaction that are recorded. A participant cannot fill the journal by repeating itself.</summary>
    private const int Most = 8;

    public int Count => 1 + (Earlier?.Count ?? 0);

    /// <summary>True when such a report is recorded already, or when enough are.</summary>
    public bool Include(TransactionReported report)
    {
        for (var known = this; known is not null; known = known.Earlier)
        {
            if (known.Latest.Committed == report.Committed && IsSame(known.Latest.By, report.By))
                return true;
        }

        return Count >= Most;
    }

    private static bool IsSame(DecidedBy one, DecidedBy other) => (one, other) switch
    {
        (DecidedBy.Check first, DecidedBy.Check second) => first.Number == second.Number,
        _ => one == other,
    };
}
