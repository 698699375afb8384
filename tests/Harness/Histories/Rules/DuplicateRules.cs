namespace Coordinator.Harness.Histories.Rules;

/// <summary>
/// A message is delivered again only for a reason: its consumer declined it, a fault happened near the deliveries, or a member
/// joined its group or died.
/// </summary>
internal static class DuplicateRules
{
    /// <summary>Time after the end of a fault in which it still explains a repeated delivery: a lease, and a failover.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(45);

    private static readonly long AftermathMicros = (long)Aftermath.TotalMicroseconds;

    // A node dies, its consumer's connection breaks, and its queues move again when it is back.
    private const int PerFault = 3;

    public static IEnumerable<Violation> Unexplained(RunHistory history)
    {
        (long From, long Until)[] faults = [.. Disturbances.Faults(history, _ => Aftermath).Select(fault => (fault.Struck.At, fault.Until))];
        var joins = history.Of<Joined>().Select(joined => (joined.Group, joined.At))
            .Concat(history.Of<Died>().Select(died => (died.Group, died.At)))
            .ToLookup(change => change.Group, change => (From: change.At, Until: change.At + AftermathMicros));
        var declined = history.Of<Declined>().CountBy(entry => (entry.Group, entry.Message)).ToDictionary();
        foreach (var message in history.Of<Arrived>().GroupBy(arrival => (arrival.Group, arrival.Message)))
        {
            var again = message.Count() - 1;
            if (again == 0)
                continue;
            var (first, last) = (message.First().At, message.Last().At);
            var met = faults.Concat(joins[message.Key.Group]).Count(reason => reason.From <= last && reason.Until >= first);
            var allowed = declined.GetValueOrDefault(message.Key) + (PerFault * met);
            if (again > allowed)
            {
                yield return new Violation(
                    Promise.DuplicatesBounded,
                    $"{message.Key.Message} arrived at {message.Key.Group} {again + 1} times; {met} faults and joins explain {allowed + 1} at most.");
            }
        }
    }
}
