namespace OrderPayment.Proof;

/// <summary>Result of the check over all databases.</summary>
/// <param name="Figures">Counts of the run.</param>
/// <param name="Breaches">Violations of each rule.</param>
internal sealed record Verdict(Figures Figures, IReadOnlyList<(Rule Rule, IReadOnlyList<string> Breaches)> Breaches)
{
    public static Verdict Of(Ledger ledger, int kills, TimeSpan took)
    {
        var breaches = Rule.All.Select(rule => (rule, ledger.Rows(rule.Breaches))).ToList();
        var figures = new Figures(
            Orders: ledger.Count("SELECT count(*) FROM orders.orders"),
            Paid: ledger.Count("SELECT count(*) FROM orders.payments"),
            Declined: ledger.Count("SELECT count(*) FROM orders.declines"),
            Committed: ledger.Count("SELECT count(*) FROM transactions WHERE committed"),
            RolledBack: ledger.Count("SELECT count(*) FROM transactions WHERE rolled_back"),
            DecidedByCheck: ledger.Count("SELECT count(*) FROM transactions WHERE decided_by_check"),
            Shipped: ledger.Count("SELECT count(*) FROM shipping.shipments"),
            PointsAwarded: ledger.Count("SELECT count(*) FROM points.awards"),
            RedeliveriesAbsorbed: ledger.Count(
                "SELECT (SELECT count(*) FROM shipping.redeliveries) + (SELECT count(*) FROM points.redeliveries)"),
            Kills: kills,
            Inconsistent: breaches.Sum(breach => breach.Item2.Count),
            Seconds: Math.Round(took.TotalSeconds, 1));
        return new Verdict(figures, breaches);
    }
}
