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
    double SettleSeconds,
    IReadOnlyList<FaultFigures> Faults,
    IReadOnlyList<Violation> Violations,
    IReadOnlyList<string> Invalidities,
    IReadOnlyList<string> Notes)
{
    // A run without load proves nothing. On a slow machine full of faults, one transaction a second is little.
    private const double LeastConfirmedPerSecond = 1;

    public static RunReport Of(RunPlan plan, RunHistory history, TimeSpan settle, IReadOnlyList<string> notes)
    {
        var open = new OpenOperations(history);
        var service = new ServiceTimes(history);
        var healed = history.Of<Healed>().ToDictionary(heal => heal.Number);
        FaultFigures[] faults =
        [
            .. history.Of<Struck>().Select(struck => FaultFigures.Of(struck, healed.GetValueOrDefault(struck.Number), open, service)),
        ];
        var violations = HistoryChecker.Check(history);
        var results = history.Of<Ended>().CountBy(entry => entry.Result).ToDictionary();
        string[] invalid = [.. Invalidity(plan, results.GetValueOrDefault(Result.Confirmed), faults)];
        var arrivals = history.Of<Arrived>().ToArray();
        var messages = arrivals.DistinctBy(arrival => (arrival.Group, arrival.Message)).Count();
        return new RunReport(
            violations.Count > 0 ? Outcome.Violated : invalid.Length > 0 ? Outcome.Invalid : Outcome.Passed,
            plan.Seed,
            history.Begun.Count,
            history.Local.Values.Count(verdict => verdict == Verdict.Committed),
            history.Of<Told>().Where(told => told.Verdict == Verdict.RolledBack).DistinctBy(told => told.Id).Count(),
            results,
            arrivals.Length,
            messages,
            arrivals.Length - messages,
            violations.Count(violation => violation.Promise == Promise.NothingLost),
            settle.TotalSeconds,
            faults,
            violations,
            invalid,
            notes);
    }

    private static IEnumerable<string> Invalidity(RunPlan plan, int confirmed, FaultFigures[] faults)
    {
        var least = plan.Length.TotalSeconds * LeastConfirmedPerSecond;
        if (confirmed < least)
            yield return string.Create(CultureInfo.InvariantCulture, $"only {confirmed} transactions were confirmed; at least {least:0} are required");
        if (faults.Length == 0)
            yield return "no fault happened";
        else if (faults.All(fault => fault.Open == 0))
            yield return "no fault occurred during an open operation";
    }
}
