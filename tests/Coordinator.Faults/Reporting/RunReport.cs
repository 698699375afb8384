using System.Globalization;
using Coordinator.Faults.Running;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>Report of a run.</summary>
internal sealed record RunReport(
    Outcome Outcome,
    int Seed,
    int Transactions,
    int Committed,
    int RolledBack,
    IReadOnlyDictionary<Result, int> Results,
    int Deliveries,
    int Messages,
    int Duplicates,
    int Losses,
    CommitPairs Pairs,
    KeyFigures Keys,
    StoredFigures Stored,
    double SettleSeconds,
    SessionFigures Sessions,
    IngressFigures Ingress,
    RetentionFigures? Retention,
    int NodesEnded,
    IReadOnlyList<FaultFigures> Faults,
    IReadOnlyList<Violation> Violations,
    IReadOnlyList<string> Invalidities,
    IReadOnlyList<string> Notes)
{
    // A run without load proves nothing. On a slow machine full of faults, one transaction a second is little.
    private const double LeastConfirmedPerSecond = 1;

    public static RunReport Of(RunPlan plan, RunHistory history, TimeSpan settle, IngressFigures ingress, RetentionFigures? retention, int nodesEnded, IReadOnlyList<string> notes)
    {
        var open = new OpenOperations(history);
        var service = new ServiceTimes(history);
        var sessions = new SessionTimes(history);
        var healed = history.Of<Healed>().ToDictionary(heal => heal.Number);
        var strikes = history.Of<Struck>().ToArray();
        FaultFigures[] faults =
        [
            .. strikes.Zip(strikes.Skip(1).Select(next => next.At).Append(long.MaxValue), (struck, next) => FaultFigures.Of(
                struck, healed.GetValueOrDefault(struck.Number), open, service, sessions.Between(struck.At, next))),
        ];
        var violations = HistoryChecker.Check(history);
        var ended = history.Of<Ended>().ToArray();
        // The caller's transactions need less than those of services, so they do not count as load.
        var confirmed = ended.Count(entry => entry.Result == Result.Confirmed && !SessionTimes.IsOfCaller(history.NameOf(entry.Id)));
        var pairs = HistoryChecker.Pairs(history);
        var keys = KeyFigures.Of(history);
        var stored = StoredFigures.Of(history);
        string[] invalid = [.. Invalidity(plan, confirmed, faults, pairs, keys, stored), .. retention?.Missing() ?? []];
        var arrivals = history.Of<Arrived>().ToArray();
        var messages = arrivals.DistinctBy(arrival => (arrival.Group, arrival.Message)).Count();
        return new RunReport(
            violations.Count > 0 ? Outcome.Violated : invalid.Length > 0 ? Outcome.Invalid : Outcome.Passed,
            plan.Seed,
            history.Begun.Count,
            history.Local.Values.Count(verdict => verdict == Verdict.Committed),
            history.Of<Told>().Where(told => told.Verdict == Verdict.RolledBack).Select(told => told.Id)
                .Union(history.Local.Where(local => local.Value == Verdict.RolledBack).Select(local => local.Key)).Count(),
            ended.CountBy(entry => entry.Result).ToDictionary(),
            arrivals.Length,
            messages,
            arrivals.Length - messages,
            violations.Count(violation => violation.Promise == Promise.NothingLost),
            pairs,
            keys,
            stored,
            settle.TotalSeconds,
            sessions.All,
            ingress,
            retention,
            nodesEnded,
            faults,
            violations,
            invalid,
            notes);
    }

    private static IEnumerable<string> Invalidity(RunPlan plan, int confirmed, FaultFigures[] faults, CommitPairs pairs, KeyFigures keys, StoredFigures stored)
    {
        var least = plan.Length.TotalSeconds * LeastConfirmedPerSecond;
        if (confirmed < least)
            yield return string.Create(CultureInfo.InvariantCulture, $"only {confirmed} transactions were confirmed; at least {least:0} are required");
        if (faults.Length == 0)
            yield return "no fault happened";
        else if (faults.All(fault => fault.Open == 0))
            yield return "no fault occurred during an open operation";
        if (pairs.AtStake == 0)
            yield return "no commit began between the confirmation and the arrival of another one of its key";
        if (keys.Repeated == 0)
            yield return "no send under a business key found the commit of an earlier one";
        if (faults.Any(fault => fault.Kind == "cut-branch") && stored.Stored == 0)
            yield return "no send was stored";
    }
}
