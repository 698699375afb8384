namespace Coordinator.Harness.Histories.Rules;

/// <summary>Every committed message arrives in every group, and no other message does.</summary>
internal static class DeliveryRules
{
    public static IEnumerable<Violation> Lost(RunHistory history)
    {
        var arrived = history.Of<Arrived>().Select(arrival => (arrival.Group, arrival.Message)).ToHashSet();
        // Acknowledged, or committed in the database of its producer: at the end both are the same.
        var committed = history.Of<Told>().Where(told => told.Verdict == Verdict.Committed).Select(told => told.Id)
            .Concat(history.Local.Where(local => local.Value == Verdict.Committed).Select(local => local.Key))
            .ToHashSet();
        return from id in committed
               where history.Begun.ContainsKey(id)
               from message in RunHistory.MessagesOf(history.Begun[id])
               from @group in history.Groups
               where !arrived.Contains((@group, message))
               select new Violation(Promise.NothingLost, $"{message} is committed and never arrived at {@group}.");
    }

    public static IEnumerable<Violation> Undue(RunHistory history) =>
        from arrival in history.Of<Arrived>().DistinctBy(arrival => (arrival.Group, arrival.Message))
        let local = history.LocalOf(RunHistory.TransactionOf(arrival.Message))
        where local != Verdict.Committed
        select new Violation(
            Promise.NothingUndue,
            $"{arrival.Message} arrived at {arrival.Group}, and its local transaction is {(local == Verdict.None ? "unknown" : local)}.");

    public static IEnumerable<Violation> Invented(RunHistory history)
    {
        foreach (var arrival in history.Of<Arrived>())
        {
            var slash = arrival.Message.LastIndexOf('/');
            if (slash < 0
                || !history.Begun.TryGetValue(arrival.Message[..slash], out var begun)
                || !int.TryParse(arrival.Message.AsSpan(slash + 1), out var index)
                || index >= begun.Messages.Count)
            {
                yield return Of(arrival, "but was never sent");
                continue;
            }

            if (begun.At > arrival.At)
                yield return Of(arrival, "before it was sent");
            if (begun.Messages[index].Body != arrival.Body)
                yield return Of(arrival, "with another body");
            if (begun.Messages[index].Key != arrival.Key)
                yield return Of(arrival, $"with the key {arrival.Key} in place of {begun.Messages[index].Key}");
        }

        static Violation Of(Arrived arrival, string why) =>
            new(Promise.NothingInvented, $"{arrival.Message} arrived at {arrival.Group}, {why}.");
    }
}
