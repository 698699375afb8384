namespace Coordinator.Harness.Histories.Rules;

/// <summary>Times of the faults of a run, each from its beginning to the end of the recovery from it.</summary>
internal static class Disturbances
{
    /// <summary>All faults, and the start.</summary>
    public static Times Of(RunHistory history, TimeLimits limits)
    {
        var start = history.Entries.Count == 0 ? 0 : history.Entries[0].At;
        return new Times(Faults(history).Select(fault => (fault.Struck.At, fault.Until)).Append((start, start + Times.Micros(limits.Start))));
    }

    /// <summary>Faults, and the ends and starts of a group's own members.</summary>
    public static Times Of(RunHistory history, TimeLimits limits, string group)
    {
        var recovery = Times.Micros(limits.Delivery);
        var joined = history.Of<Joined>().Where(one => one.Group == group).Select(one => one.At).ToArray();
        return Of(history, limits)
            .With(joined.Select(at => (at, at + recovery)))
            .With(history.Of<Died>().Where(died => died.Group == group).Select(died => (
                died.At, joined.FirstOrDefault(at => at > died.At, history.End) + recovery)));
    }

    /// <summary>
    /// Each fault with the end of its recovery. That of a node which ended by itself begins when it serves again: it takes its share of the
    /// shards then.
    /// </summary>
    public static IEnumerable<(Struck Struck, long Until)> Faults(RunHistory history)
    {
        var returns = history.Of<Stopped>().Select(stopped => (
            stopped.At,
            Back: history.Of<Restarted>().FirstOrDefault(restarted => restarted.Node == stopped.Node && restarted.At >= stopped.At)?.At ?? history.End)).ToArray();
        foreach (var (struck, until) in Faults(history, struck => TimeSpan.FromSeconds(struck.Recovery)))
        {
            var ended = struck.EndsNodes ? returns.Where(node => node.At >= struck.At && node.At <= until) : [];
            yield return (struck, ended.Select(node => node.Back + Times.Micros(TimeSpan.FromSeconds(struck.Recovery))).Append(until).Max());
        }
    }

    /// <summary>Each fault with the end of its aftermath. A fault that nobody healed goes on.</summary>
    public static IEnumerable<(Struck Struck, long Until)> Faults(RunHistory history, Func<Struck, TimeSpan> aftermath)
    {
        var healed = history.Of<Healed>().ToDictionary(heal => heal.Number, heal => heal.At);
        return history.Of<Struck>().Select(struck => (
            struck, healed.TryGetValue(struck.Number, out var at) ? at + Times.Micros(aftermath(struck)) : long.MaxValue));
    }
}
