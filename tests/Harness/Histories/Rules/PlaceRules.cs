namespace Coordinator.Harness.Histories.Rules;

/// <summary>A queue is one log for all groups: a message has one offset, an offset one message, and a key keeps its order.</summary>
internal static class PlaceRules
{
    public static IEnumerable<Violation> Displaced(RunHistory history)
    {
        var arrivals = history.Of<Arrived>().ToArray();
        foreach (var message in arrivals.GroupBy(arrival => arrival.Message))
        {
            var places = message.Select(arrival => $"{arrival.Queue} at {arrival.Offset}").Distinct().ToArray();
            if (places.Length > 1)
                yield return new Violation(
                    Promise.OnePlace, $"{message.Key} was appended more than once: {string.Join(", ", places)}.");
        }

        foreach (var place in arrivals.GroupBy(arrival => (arrival.Queue, arrival.Offset)))
        {
            var messages = place.Select(arrival => arrival.Message).Distinct().ToArray();
            if (messages.Length > 1)
                yield return new Violation(
                    Promise.OnePlace,
                    $"{place.Key.Queue} has more than one message at {place.Key.Offset}: {string.Join(", ", messages)}.");
        }
    }

    /// <summary>
    /// First deliveries of a key are in the order of their queue. Repeated deliveries may come at any time, and a delayed message takes its
    /// place when its delay is over.
    /// </summary>
    public static IEnumerable<Violation> Disordered(RunHistory history)
    {
        foreach (var ofKey in history.Of<Arrived>()
            .Where(arrival => arrival.Key is not null && !history.IsDelayed(arrival.Message))
            .DistinctBy(arrival => (arrival.Group, arrival.Message))
            .GroupBy(arrival => (arrival.Group, arrival.Topic, arrival.Key)))
        {
            foreach (var (earlier, later) in ofKey.Zip(ofKey.Skip(1)))
            {
                if (earlier.Queue != later.Queue)
                    yield return Of($"{ofKey.Key.Key} is in {earlier.Queue} and in {later.Queue}.");
                else if (later.Offset <= earlier.Offset)
                    yield return Of($"{later.Message} arrived at {ofKey.Key.Group} after {earlier.Message}, which is behind it in {later.Queue}.");
            }
        }

        static Violation Of(string what) => new(Promise.KeysInOrder, what);
    }
}
