namespace Coordinator.Harness.Histories.Rules;

/// <summary>A prepared transaction that nobody decides is asked about in time, and again until the answer is final.</summary>
internal static class PromptCheckRules
{
    public static IEnumerable<Violation> Unasked(RunHistory history, TimeLimits limits)
    {
        var disturbed = Disturbances.Of(history, limits);
        var ofService = history.Of<Prepared>().Select(entry => Absences.ServiceOf(history.NameOf(entry.Id))).Distinct().ToDictionary(
            service => service, service => disturbed.With(Absences.Of(history, service, Times.Micros(limits.CheckDelay))));
        var decided = Decided(history);
        var asked = history.Of<Asked>().ToLookup(entry => entry.Id);
        foreach (var prepared in history.Of<Prepared>().DistinctBy(entry => entry.Id))
        {
            var excused = ofService[Absences.ServiceOf(history.NameOf(prepared.Id))];
            var end = decided.GetValueOrDefault(prepared.Id, history.End);
            var due = prepared.At + Times.Micros(limits.FirstCheck);
            foreach (var check in asked[prepared.Id].Append(null))
            {
                var late = excused.Calm(due, Math.Min(check?.At ?? end, end));
                if (late > Times.Micros(limits.CheckDelay))
                {
                    yield return new Violation(
                        Promise.AskedInTime,
                        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prepared.Id} was open, and nobody asked for its outcome for {late / 1e6:0.0} s after a check was due."));
                    break;
                }

                if (check is null || check.IsFinal || check.At >= end)
                    break;
                due = check.At + Times.Micros(limits.CheckInterval);
            }
        }
    }

    /// <summary>
    /// Gets when each transaction was decided, or may have been: when anybody knew, and when its producer began to commit at the coordinator. A
    /// silent producer only commits its database.
    /// </summary>
    private static Dictionary<string, long> Decided(RunHistory history)
    {
        var silent = history.Of<Ended>().Where(ended => ended.Result == Result.Silent).Select(ended => ended.Id).ToHashSet();
        return history.Entries
            .Select(entry => entry switch
            {
                Told { Verdict: Verdict.Committed or Verdict.RolledBack or Verdict.Deleted } told => (told.Id, entry.At),
                Ended { Result: Result.Confirmed or Result.Refused } ended => (ended.Id, entry.At),
                Committing committing when !silent.Contains(committing.Id) => (committing.Id, entry.At),
                _ => default,
            })
            .Where(one => one.Id is not null)
            .GroupBy(one => one.Id, one => one.At)
            .ToDictionary(one => one.Key, one => one.Min());
    }
}
