using Coordinator.Faults.Histories;

namespace Coordinator.Faults.Checking;

/// <summary>A queue is one log for everybody: a message has one place in it, a place one message, a key its order.</summary>
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

    /// <summary>A message may come again at any time; but first, those of one key come in the order of their queue.</summary>
    public static IEnumerable<Violation> Disordered(RunHistory history)
    {
        foreach (var line in history.Of<Arrived>()
            .Where(arrival => arrival.Key is not null)
            .DistinctBy(arrival => (arrival.Group, arrival.Message))
            .GroupBy(arrival => (arrival.Group, arrival.Key)))
        {
            foreach (var (earlier, later) in line.Zip(line.Skip(1)))
            {
                if (earlier.Queue != later.Queue)
                    yield return Of($"{line.Key.Key} is in {earlier.Queue} and in {later.Queue}.");
                else if (later.Offset < earlier.Offset)
                    yield return Of($"{later.Message} came to {line.Key.Group} after {earlier.Message}, which is behind it in {later.Queue}.");
            }
        }

        static Violation Of(string what) => new(Promise.KeysInOrder, what);
    }
}
