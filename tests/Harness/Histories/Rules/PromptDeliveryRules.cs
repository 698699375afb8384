namespace Coordinator.Harness.Histories.Rules;

/// <summary>
/// A message that is due arrives in time, and one that was declined, or whose handler never ended, comes again in time. What may hold it up
/// is taken from the history itself, whatever the coordinator says. It is an earlier message of its key that is not handled, or a group whose
/// members have no room.
/// </summary>
internal static class PromptDeliveryRules
{
    public static IEnumerable<Violation> Late(RunHistory history, TimeLimits limits) => history.Groups.SelectMany(group => Late(history, limits, group));

    public static IEnumerable<Violation> NotAgain(RunHistory history, TimeLimits limits) => history.Groups.SelectMany(group => NotAgain(history, limits, group));

    private static IEnumerable<Violation> Late(RunHistory history, TimeLimits limits, string group)
    {
        var excused = Excused(history, limits, group);
        var limit = Times.Micros(limits.Delivery);
        var arrivals = history.Of<Arrived>().Where(arrival => arrival.Group == group).DistinctBy(arrival => arrival.Message).ToDictionary(arrival => arrival.Message);
        var handled = history.Of<Handled>().Where(entry => entry.Group == group).ToLookup(entry => entry.Message, entry => entry.At);
        var ofKey = arrivals.Values.Where(arrival => arrival.Key is not null).GroupBy(arrival => arrival.Key!).ToDictionary(
            key => key.Key, key => key.OrderBy(arrival => arrival.At).ToArray());
        foreach (var (message, due) in Due(history))
        {
            var until = arrivals.GetValueOrDefault(message)?.At ?? history.End;
            var from = due;
            if (history.SentOf(message)?.Key is { } key && ofKey.TryGetValue(key, out var before))
                from = Math.Max(from, FreeAt(before, handled, message, until));
            var late = excused.Calm(from, until);
            if (late > limit)
            {
                yield return new Violation(
                    Promise.DeliveredInTime,
                    string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"{message} was due, and {(arrivals.ContainsKey(message) ? "arrived" : "has not arrived")} at {group} after {late / 1e6:0.0} s in which nothing held it up."));
            }
        }
    }

    private static IEnumerable<Violation> NotAgain(RunHistory history, TimeLimits limits, string group)
    {
        var excused = Excused(history, limits, group);
        var (limit, backOff, lease) = (Times.Micros(limits.Delivery), Times.Micros(limits.BackOff), Times.Micros(limits.Lease));
        foreach (var message in OfGroup(history, group))
        {
            var (last, kind) = message.Last();
            foreach (var ((at, what), (next, _)) in message.Zip(message.Skip(1).Append((At: history.End, Kind: Kind.Handled))))
            {
                // Once it was handled, nothing need come.
                if (what == Kind.Handled)
                    break;
                var wait = what == Kind.Declined ? backOff : lease + backOff;
                var late = excused.Calm(at + wait, next);
                if (late <= limit)
                    continue;
                yield return new Violation(
                    Promise.DeliveredInTime,
                    string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"{message.Key} {(what == Kind.Declined ? "was declined by" : "was with a handler of")} {group}, and did not come again for {late / 1e6:0.0} s after it was due."));
                break;
            }
        }
    }

    /// <summary>Gets when each committed message was due at the latest: when somebody knew of its commit, and after its delay.</summary>
    private static IEnumerable<(string Message, long At)> Due(RunHistory history) =>
        from told in history.Of<Told>()
        where told.Verdict == Verdict.Committed
        group told by told.Id into tellings
        where history.Begun.ContainsKey(tellings.Key)
        let at = tellings.Min(told => told.At)
        from message in RunHistory.MessagesOf(history.Begun[tellings.Key])
        select (message, at + (history.SentOf(message)!.DelayMs * 1000L));

    /// <summary>Gets when the last of the messages of a key that arrived before this one was handled.</summary>
    private static long FreeAt(Arrived[] ofKey, ILookup<string, long> handled, string message, long until)
    {
        var free = 0L;
        foreach (var earlier in ofKey)
        {
            if (earlier.At >= until)
                break;
            if (earlier.Message == message)
                continue;
            var ends = handled[earlier.Message].ToArray();
            // Not handled when this one arrived: it holds its key until then.
            free = Math.Max(free, ends.Length == 0 || ends[0] > until ? until : ends.Where(end => end <= until).Max());
        }

        return free;
    }

    private static Times Excused(RunHistory history, TimeLimits limits, string group) => Disturbances.Of(history, limits, group).With(Full(history, limits, group));

    /// <summary>Gets when the handlers of the group took all room that its smallest member has.</summary>
    private static IEnumerable<(long From, long Until)> Full(RunHistory history, TimeLimits limits, string group)
    {
        var room = history.Of<Joined>().Where(joined => joined.Group == group && joined.Room > 0).Select(joined => joined.Room).DefaultIfEmpty(int.MaxValue).Min();
        var lease = Times.Micros(limits.Lease);
        var changes = OfGroup(history, group)
            .SelectMany(message => message.Zip(message.Skip(1).Append((At: long.MaxValue, Kind: Kind.Arrived))))
            .Where(pair => pair.First.Kind == Kind.Arrived)
            .SelectMany(pair => new[] { (pair.First.At, By: 1), (At: Math.Min(pair.Second.At, pair.First.At + lease), By: -1) })
            .OrderBy(change => change.At);
        var (running, since) = (0, 0L);
        foreach (var (at, by) in changes)
        {
            running += by;
            if (by > 0 && running == room)
                since = at;
            else if (by < 0 && running == room - 1)
                yield return (since, at);
        }
    }

    /// <summary>Groups what happened to each message in a group, in the order of time.</summary>
    private static IEnumerable<IGrouping<string, (long At, Kind Kind)>> OfGroup(RunHistory history, string group) =>
        history.Entries
            .Select(entry => entry switch
            {
                Arrived arrived when arrived.Group == group => (arrived.Message, (entry.At, Kind.Arrived)),
                Declined declined when declined.Group == group => (declined.Message, (entry.At, Kind.Declined)),
                Handled handled when handled.Group == group => (handled.Message, (entry.At, Kind.Handled)),
                _ => default,
            })
            .Where(one => one.Item1 is not null)
            .GroupBy(one => one.Item1, one => one.Item2);

    private enum Kind
    {
        Arrived = 1,
        Declined = 2,
        Handled = 3,
    }
}
