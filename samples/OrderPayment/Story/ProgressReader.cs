using OrderPayment.Proof;
using OrderPayment.Services;

namespace OrderPayment.Story;

/// <summary>Reads from the databases how far the services are.</summary>
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
    /// Whether nothing more is to come: every transaction is decided, and what a killed consumer had done without acknowledging
    /// it has come again.
    /// </summary>
    public bool IsOver(IEnumerable<Kill> kills)
    {
        if (ledger.Count("SELECT count(*) FROM transactions WHERE NOT rolled_back AND NOT completed") > 0)
            return false;
        var unacknowledged = kills.Where(kill => kill.Moment == Moment.AfterEffect).Select(kill => kill.Subject).ToHashSet();
        return unacknowledged.Count == 0 || unacknowledged.IsSubsetOf(ledger.Rows(AbsorbedAgain));
    }
}
