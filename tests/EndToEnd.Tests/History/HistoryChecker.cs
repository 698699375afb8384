using Coordinator.Contracts;

namespace Coordinator.EndToEnd.Tests.History;

/// <summary>
/// Says what a finished run did wrong. It knows nothing of how the system works: only what was promised.
/// </summary>
internal static class HistoryChecker
{
    /// <returns>One sentence for each promise that was broken; none for a good run.</returns>
    public static IReadOnlyList<string> Check(RunHistory history) =>
    [
        .. Decisions(history),
        .. Missing(history),
        .. Invented(history),
        .. Repeated(history),
        .. Disorder(history),
    ];

    private static IEnumerable<string> Decisions(RunHistory history)
    {
        foreach (var id in history.Decisions.Keys.Union(history.Local.Keys))
        {
            var decided = history.Decisions.GetValueOrDefault(id);
            var local = history.Local.GetValueOrDefault(id);
            if (decided == Ending.Open)
                yield return $"{id} is undecided.";
            else if (decided == Ending.Committed && local != Ending.Committed)
                yield return $"{id} is committed, and its local transaction is not.";
            else if (decided != Ending.Committed && local == Ending.Committed)
                yield return $"{id} is committed in its database only; the coordinator says {decided}.";
        }
    }

    private static IEnumerable<string> Missing(RunHistory history)
    {
        var arrived = history.Arrivals.Select(arrival => (arrival.Group, arrival.Id)).ToHashSet();
        return
            from attempt in history.Attempts
            where history.Decisions.GetValueOrDefault(attempt.Id) == Ending.Committed
            from message in Enumerable.Range(0, attempt.Messages.Count).Select(index => new MessageId(attempt.Id, index))
            from @group in history.Groups
            where !arrived.Contains((@group, message))
            select $"{message} is committed and never came to {@group}.";
    }

    private static IEnumerable<string> Invented(RunHistory history)
    {
        var attempts = history.Attempts.ToDictionary(attempt => attempt.Id);
        foreach (var arrival in history.Arrivals)
        {
            if (!attempts.TryGetValue(arrival.Id.Transaction, out var attempt) || arrival.Id.Index >= attempt.Messages.Count)
                yield return $"{arrival.Id} came to {arrival.Group}, and nobody sent it.";
            else if (!arrival.Message.Body.Span.SequenceEqual(attempt.Messages[arrival.Id.Index].Body.Span))
                yield return $"{arrival.Id} came to {arrival.Group} with another body.";
            if (history.Decisions.GetValueOrDefault(arrival.Id.Transaction) != Ending.Committed)
                yield return $"{arrival.Id} came to {arrival.Group}, and is not committed.";
        }
    }

    /// <summary>Coming again is a matter of delivery; in the log a message has one place, for every group.</summary>
    private static IEnumerable<string> Repeated(RunHistory history) =>
        from arrival in history.Arrivals
        group (arrival.Queue, arrival.Offset) by arrival.Id into places
        let distinct = places.Distinct().ToArray()
        where distinct.Length > 1
        select $"{places.Key} was appended more than once: {string.Join(", ", distinct)}.";

    /// <summary>A message may come again at any time; but first, those of one key come in the order of their queue.</summary>
    private static IEnumerable<string> Disorder(RunHistory history)
    {
        foreach (var line in history.Arrivals
            .Where(arrival => arrival.Message.OrderingKey is not null)
            .DistinctBy(arrival => (arrival.Group, arrival.Id))
            .GroupBy(arrival => (arrival.Group, arrival.Message.Topic, arrival.Message.OrderingKey)))
        {
            foreach (var (earlier, later) in line.Zip(line.Skip(1)))
            {
                if (earlier.Queue != later.Queue)
                    yield return $"key {line.Key.OrderingKey} is in {earlier.Queue} and in {later.Queue}.";
                else if (later.Offset <= earlier.Offset)
                    yield return $"{later.Id} came to {line.Key.Group} after {earlier.Id}, which is behind it in {later.Queue}.";
            }
        }
    }
}
