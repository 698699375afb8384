namespace Coordinator.Harness.Histories.Rules;

/// <summary>
/// A call is answered or refused within its time limit, also while nodes or their database are away. Only what happens to the caller's own
/// process is an excuse.
/// </summary>
internal static class CallRules
{
    public static IEnumerable<Violation> Unanswered(RunHistory history, TimeLimits limits)
    {
        var limit = Times.Micros(limits.Call + limits.CallDelay);
        var disturbed = history.Begun.Keys.Select(Producer).Distinct().ToDictionary(name => name, name => new Times(
            Disturbances.Faults(history).Where(fault => fault.Struck.Target == name).Select(fault => (fault.Struck.At, fault.Until))));
        var kills = history.Of<Struck>().Where(struck => struck.Kind == "producer").ToDictionary(struck => struck.Number, struck => struck.Target);
        var restarts = history.Of<Healed>().Where(heal => kills.ContainsKey(heal.Number)).ToLookup(heal => kills[heal.Number], heal => heal.At);
        foreach (var call in Calls(history))
        {
            // A call without an end has ended with its process, which was killed before the next one was ready.
            var until = call.Until ?? restarts[Producer(call.Id)].Where(at => at > call.From).Append(history.End).Min();
            var took = disturbed[Producer(call.Id)].Calm(call.From, until);
            if (took > limit)
            {
                yield return new Violation(
                    Promise.CallsEnd,
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the {call.What} of {call.Id} {(call.Until is null ? "has had no answer for" : "was answered after")} {took / 1e6:0.0} s."));
            }
        }

        string Producer(string id) => ProducerOf(history.NameOf(id));
    }

    private static IEnumerable<(string Id, string What, long From, long? Until)> Calls(RunHistory history)
    {
        var ends = history.Entries
            .Select(entry => entry switch
            {
                Prepared prepared => (prepared.Id, entry.At),
                Ended ended => (ended.Id, entry.At),
                _ => default,
            })
            .Where(end => end.Id is not null)
            .ToLookup(end => end.Id, end => end.At);
        foreach (var begun in history.Of<Begun>())
            yield return (begun.Id, "Prepare", begun.At, EndAfter(begun));
        var ended = history.Of<Ended>().ToLookup(entry => entry.Id, entry => entry.At);
        // A silent producer records its commit too, and calls nobody.
        foreach (var committing in history.Of<Committing>())
            yield return (committing.Id, "commit", committing.At, ended[committing.Id].Where(at => at >= committing.At).Cast<long?>().FirstOrDefault());

        long? EndAfter(Begun begun) => ends[begun.Id].Where(at => at >= begun.At).Cast<long?>().FirstOrDefault();
    }

    /// <summary>Name of the producer whose transaction it is: <c>orders-a</c> of <c>orders-a-1-0.7</c>, <c>caller</c> of <c>caller-1.7</c>.</summary>
    private static string ProducerOf(string name)
    {
        var parts = name.Split('-');
        var numbers = Array.FindIndex(parts, part => part.Length > 0 && char.IsAsciiDigit(part[0]));
        return string.Join('-', numbers < 0 ? parts : parts[..numbers]);
    }
}
