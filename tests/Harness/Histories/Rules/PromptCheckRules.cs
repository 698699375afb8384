namespace Coordinator.Harness.Histories.Rules;

/// <summary>A prepared transaction that nobody decides is asked about in time, and again until the answer is final.</summary>
internal static class PromptCheckRules
{
    public static IEnumerable<Violation> Unasked(RunHistory history, TimeLimits limits)
    {
        var disturbed = Disturbances.Of(history, limits);
        var ofService = history.Of<Prepared>().Select(entry => ServiceOf(history.NameOf(entry.Id))).Distinct().ToDictionary(
            service => service, service => disturbed.With(Away(history, service, Times.Micros(limits.CheckDelay))));
        var decided = Decided(history);
        var asked = history.Of<Asked>().ToLookup(entry => entry.Id);
        foreach (var prepared in history.Of<Prepared>().DistinctBy(entry => entry.Id))
        {
            var excused = ofService[ServiceOf(history.NameOf(prepared.Id))];
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

    /// <summary>Gets when no process of a service had a session, and the time that the first one needs afterwards.</summary>
    private static IEnumerable<(long From, long Until)> Away(RunHistory history, string service, long recovery)
    {
        var connected = new HashSet<string>();
        long? since = null;
        foreach (var entry in history.Entries)
        {
            switch (entry)
            {
                case Connected one when ServiceOf(one.Participant) == service:
                    if (connected.Count == 0 && since is { } from)
                        yield return (from, one.At + recovery);
                    connected.Add(one.Participant);
                    break;
                case Disconnected one when ServiceOf(one.Participant) == service:
                    if (connected.Remove(one.Participant) && connected.Count == 0)
                        since = one.At;
                    break;
            }
        }

        if (connected.Count == 0 && since is { } last)
            yield return (last, long.MaxValue);
    }

    /// <summary>Name of the service that a process belongs to, or a transaction: <c>orders</c> of <c>orders-a-1</c>.</summary>
    private static string ServiceOf(string name) => name.Split('-')[0];

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
