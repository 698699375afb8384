namespace Coordinator.Harness.Histories.Rules;

/// <summary>Only what has ended is deleted, and nothing that was deleted begins again.</summary>
/// <remarks>
/// A deleted transaction has the verdict of its outcome in the producer's database. So the rules of losses and of true decisions apply to it as to
/// any other.
/// </remarks>
internal static class DeletionRules
{
    /// <summary>A prepared transaction without an outcome is open, and is never deleted.</summary>
    public static IEnumerable<Violation> Open(RunHistory history)
    {
        var prepared = history.Of<Prepared>().Select(prepared => prepared.Id)
            .Concat(history.Of<Told>().Where(told => told.Verdict == Verdict.Open).Select(told => told.Id))
            .ToHashSet();
        var decided = history.Of<Told>().Where(told => told.Verdict is Verdict.Committed or Verdict.RolledBack).Select(told => told.Id).ToHashSet();
        return from id in Deleted(history)
               where prepared.Contains(id) && !decided.Contains(id) && history.LocalOf(id) == Verdict.None
               select new Violation(Promise.EverythingDecided, $"{id} was deleted, and neither its database nor anybody else knows a decision of it.");
    }

    /// <summary>A transaction that was deleted is refused for ever.</summary>
    public static IEnumerable<Violation> Returned(RunHistory history)
    {
        var deleted = history.Of<Told>().Where(told => told.Verdict == Verdict.Deleted).GroupBy(told => told.Id).ToDictionary(
            told => told.Key, told => told.Min(one => one.At));
        return from told in history.Of<Told>()
               where told.Verdict == Verdict.Open && deleted.TryGetValue(told.Id, out var at) && at < told.At
               select new Violation(Promise.DecisionsStand, $"{told.Id} was deleted, and later reported as {told.Verdict} ({told.On}).");
    }

    /// <summary>An outcome is written once, also after it was deleted.</summary>
    public static IEnumerable<Violation> Rewritten(RunHistory history) =>
        from written in history.Written.GroupBy(outcome => outcome.Id, outcome => outcome.Verdict)
        where written.Count() > 1
        select new Violation(
            Promise.DecisionsStand, $"the outcome of {written.Key} was written {written.Count()} times: {string.Join(", ", written)}.");

    private static IEnumerable<string> Deleted(RunHistory history) =>
        history.Of<Told>().Where(told => told.Verdict == Verdict.Deleted).Select(told => told.Id).Distinct();
}
