namespace Coordinator.Harness.Histories.Rules;

/// <summary>A decision never changes, is the same for every observer, and agrees with the producer's database.</summary>
internal static class DecisionRules
{
    public static IEnumerable<Violation> Changed(RunHistory history) =>
        from told in history.Of<Told>()
        where IsFinal(told.Verdict)
        group told by told.Id into tellings
        let first = tellings.First()
        let other = tellings.FirstOrDefault(told => told.Verdict != first.Verdict)
        where other is not null
        select new Violation(
            Promise.DecisionsStand,
            $"{tellings.Key} was reported as {first.Verdict} ({first.On}), and later as {other.Verdict} ({other.On}).");

    public static IEnumerable<Violation> Untrue(RunHistory history)
    {
        foreach (var told in history.Of<Told>().Where(told => IsFinal(told.Verdict)).DistinctBy(told => (told.Id, told.Verdict)))
        {
            var local = history.LocalOf(told.Id);
            if (told.Verdict == Verdict.Committed && local != Verdict.Committed)
                yield return Of(told, "its local transaction is not");
            else if (told.Verdict == Verdict.RolledBack && local == Verdict.Committed)
                yield return Of(told, "its local transaction is committed");
        }

        static Violation Of(Told told, string contrary) =>
            new(Promise.DecisionsAreTrue, $"{told.Id} is {told.Verdict} ({told.On}), and {contrary}.");
    }

    /// <summary>A transaction that was prepared, or is committed in its database, is decided at the end.</summary>
    public static IEnumerable<Violation> Undecided(RunHistory history)
    {
        // What was deleted has another rule.
        var ended = history.Of<Told>().Where(told => HasEnded(told.Verdict)).Select(told => told.Id).ToHashSet();
        var known = history.Of<Prepared>().Select(prepared => prepared.Id)
            .Concat(history.Of<Told>().Where(told => told.Verdict == Verdict.Open).Select(told => told.Id))
            .Concat(history.Local.Where(local => local.Value == Verdict.Committed).Select(local => local.Key));
        return from id in known.Distinct()
               where !ended.Contains(id)
               select new Violation(Promise.EverythingDecided, $"{id} is prepared, and no decision was reported.");
    }

    /// <summary>A decision that a participant was told is the coordinator's own at the end: its journal does not show the transaction as open.</summary>
    public static IEnumerable<Violation> Forgotten(RunHistory history) =>
        from told in history.Of<Told>()
        group told by told.Id into tellings
        let reported = tellings.FirstOrDefault(told => IsFinal(told.Verdict) && !IsOfJournal(told))
        let last = tellings.LastOrDefault(IsOfJournal)
        where reported is not null && last is not null && !HasEnded(last.Verdict)
        select new Violation(
            Promise.EverythingDecided,
            $"{tellings.Key} was reported as {reported.Verdict} ({reported.On}), and is {last.Verdict} in the end ({last.On}).");

    /// <summary>True when somebody read the coordinator's journal, directly or over HTTP.</summary>
    private static bool IsOfJournal(Told told) => told.On is "look" or "journal";

    private static bool IsFinal(Verdict verdict) => verdict is Verdict.Committed or Verdict.RolledBack;

    private static bool HasEnded(Verdict verdict) => IsFinal(verdict) || verdict is Verdict.Deleted;
}
