using Coordinator.Contracts;
using Coordinator.Contracts.Common;

namespace Coordinator.Retention;

/// <summary>
/// Transactions of which retention has seen that they are final and in all their queues. It saves the question for each of them, whose rows may be
/// gone already. What was known once stays true.
/// </summary>
internal sealed class KnownFinal
{
    private volatile Seen _seen = new(0, new HashSet<string>());

    /// <summary>Records what a pass has seen.</summary>
    /// <param name="before">Time in ids below which it has seen all, in Unix milliseconds.</param>
    /// <param name="except">Ids below that time that are not final.</param>
    public void Set(long before, IReadOnlySet<string> except) => _seen = new Seen(before, except);

    /// <summary>True when a transaction is final for certain.</summary>
    public bool Has(TransactionId id)
    {
        var seen = _seen;
        return IdTime.Of(id.Value) < seen.Before && !seen.Except.Contains(id.Value);
    }

    private sealed record Seen(long Before, IReadOnlySet<string> Except);
}
