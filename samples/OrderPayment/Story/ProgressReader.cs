using OrderPayment.Proof;
using OrderPayment.Services;

namespace OrderPayment.Story;

/// <summary>Reads the progress of the services from their databases.</summary>
internal sealed class ProgressReader(Ledger ledger)
{
    private const string AbsorbedAgain =
        "SELECT message_id FROM points.redeliveries UNION SELECT message_id FROM shipping.redeliveries";

    public Progress Read() => new(
        ledger.Count("SELECT count(*) FROM orders.orders"),
        ledger.Count("SELECT count(*) FROM orders.payments"),
        ledger.Count("SELECT count(*) FROM orders.declines"),
        ledger.Count("SELECT count(*) FROM shipping.shipments"),
        ledger.Count("SELECT count(*) FROM points.awards"));

    /// <summary>
    /// Returns whether the run is complete. Every transaction must be decided, and every effect that a killed consumer did not
    /// acknowledge must have been delivered again.
    /// </summary>
    public bool IsOver(IEnumerable<Kill> kills)
    {
        if (ledger.Count("SELECT count(*) FROM transactions WHERE NOT rolled_back AND NOT completed") > 0)
            return false;
        var unacknowledged = kills.Where(kill => kill.Moment == Moment.AfterEffect).Select(kill => kill.Subject).ToHashSet();
        return unacknowledged.Count == 0 || unacknowledged.IsSubsetOf(ledger.Rows(AbsorbedAgain));
    }
}
