namespace Coordinator.Harness.Histories.Rules;

/// <summary>
/// Of two commits of one key, the second begun after the first was confirmed or stored, every group gets the first one's messages
/// first. First deliveries only: repeated deliveries may come at any time.
/// </summary>
/// <remarks>
/// All times are of the machine's monotonic clock, so commits of different producers are compared too. The beginning of a commit is recorded
/// before it is sent, and its confirmation after the reply came. So two commits that overlap are never judged. A message with a delay is
/// excepted: it takes its place when its delay is over.
/// </remarks>
internal static class CommitOrderRules
{
    public static IEnumerable<Violation> Overtaken(RunHistory history) =>
        from judged in Judge(history)
        where judged.Second.First.At < judged.First.Last.At
        select new Violation(
            Promise.CommitsInOrder,
            $"{judged.Second.First.Message} arrived at {judged.Second.First.Group} before {judged.First.Last.Message} of the same key, "
                + $"whose commit was {(judged.First.IsStored ? "stored" : "confirmed")} before that of {judged.Second.Id} began.");

    public static CommitPairs Pairs(RunHistory history)
    {
        var (pairs, atStake) = (0, 0);
        foreach (var judged in Judge(history))
            (pairs, atStake) = (pairs + judged.Pairs, atStake + judged.AtStake);
        return new CommitPairs(pairs, atStake);
    }

    private static IEnumerable<Judged> Judge(RunHistory history)
    {
        var begun = First(history.Of<Committing>(), entry => entry.Id);
        var returned = First(history.Of<Ended>().Where(entry => entry.Result is Result.Confirmed or Result.Stored), entry => entry.Id);
        var stored = history.Of<Ended>().Where(entry => entry.Result == Result.Stored).Select(entry => entry.Id).ToHashSet();
        return
            from arrival in history.Of<Arrived>().DistinctBy(arrival => (arrival.Group, arrival.Message))
            where arrival.Key is not null && !history.IsDelayed(arrival.Message) && begun.ContainsKey(RunHistory.TransactionOf(arrival.Message))
            group arrival by (arrival.Group, arrival.Topic, arrival.Key) into ofKey
            let commits = ofKey.GroupBy(arrival => RunHistory.TransactionOf(arrival.Message)).Select(ofCommit => new Commit(
                ofCommit.Key,
                begun[ofCommit.Key],
                returned.TryGetValue(ofCommit.Key, out var at) ? at : null,
                stored.Contains(ofCommit.Key),
                ofCommit.MinBy(arrival => arrival.At)!,
                ofCommit.MaxBy(arrival => arrival.At)!)).ToArray()
            from judged in JudgeKey(commits)
            select judged;
    }

    /// <summary>Judges the commits of one key in one group, each against all that were confirmed or stored before it began.</summary>
    private static IEnumerable<Judged> JudgeKey(Commit[] commits)
    {
        var returned = new Queue<Commit>(commits.Where(commit => commit.Returned is not null).OrderBy(commit => commit.Returned));
        var awaited = new List<Commit>();
        var before = 0;
        Commit? last = null;
        foreach (var second in commits.OrderBy(commit => commit.Begun))
        {
            while (returned.TryPeek(out var first) && first.Returned < second.Begun)
            {
                awaited.Add(returned.Dequeue());
                before++;
                if (last is null || first.Last.At > last.Last.At)
                    last = first;
            }

            awaited.RemoveAll(first => first.Last.At < second.Begun);
            if (last is not null)
                yield return new Judged(last, second, before, awaited.Count);
        }
    }

    private static Dictionary<string, long> First<T>(IEnumerable<T> entries, Func<T, string> id)
        where T : Entry =>
        entries.GroupBy(id).ToDictionary(group => group.Key, group => group.Min(entry => entry.At));

    /// <summary>Commit, as one group got its messages of one key.</summary>
    /// <param name="Id">Transaction.</param>
    /// <param name="Begun">Time at which its producer began to commit.</param>
    /// <param name="Returned">Time at which its producer knew that it is committed, or stored; <c>null</c> when it never did.</param>
    /// <param name="IsStored">True when its messages were stored.</param>
    /// <param name="First">First of the messages to arrive.</param>
    /// <param name="Last">Last of the messages to arrive.</param>
    private sealed record Commit(string Id, long Begun, long? Returned, bool IsStored, Arrived First, Arrived Last);

    /// <summary>Commit, and those that were confirmed or stored before it began.</summary>
    /// <param name="First">The one of them whose messages arrived last.</param>
    /// <param name="Second">The commit.</param>
    /// <param name="Pairs">Number of commits that were confirmed or stored before it began.</param>
    /// <param name="AtStake">Those of them whose messages had not all arrived when it began.</param>
    private sealed record Judged(Commit First, Commit Second, int Pairs, int AtStake);
}
