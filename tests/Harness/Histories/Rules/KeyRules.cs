namespace Coordinator.Harness.Histories.Rules;

/// <summary>Rules of business keys: a key is done once, however often it is sent, and failures leave it free.</summary>
/// <remarks>That the messages of the one commit arrive, and have one effect each, is judged by the rules for all transactions.</remarks>
internal static class KeyRules
{
    public static IEnumerable<Violation> Repeated(RunHistory history)
    {
        foreach (var ofKey in history.Changes.GroupBy(change => change.Key, change => change.Id))
        {
            if (ofKey.Count() > 1)
                yield return new Violation(Promise.OncePerKey, $"the key {ofKey.Key} has {ofKey.Count()} business changes, of {string.Join(", ", ofKey.Order())}.");
        }

        var keys = history.Of<KeyTried>().DistinctBy(tried => tried.Id).ToDictionary(tried => tried.Id, tried => tried.Key);
        var effects =
            from effect in history.Effects ?? []
            let id = RunHistory.TransactionOf(effect.Message)
            where keys.ContainsKey(id)
            group id by (effect.Group, Key: keys[id]) into ofKey
            select (ofKey.Key, Transactions: ofKey.Distinct().Order().ToArray());
        foreach (var (place, transactions) in effects.Where(effect => effect.Transactions.Length > 1))
            yield return new Violation(Promise.OncePerKey, $"the key {place.Key} had effects of {transactions.Length} transactions on {place.Group}: {string.Join(", ", transactions)}.");
    }

    /// <summary>A send that returned a commit names the transaction that is committed under its key, whoever sent it.</summary>
    public static IEnumerable<Violation> Misnamed(RunHistory history)
    {
        var changes = history.Changes.ToHashSet();
        foreach (var ended in history.Of<KeyEnded>().Where(ended => ended.Id is not null).DistinctBy(ended => (ended.Key, ended.Id)))
        {
            var id = ended.Id!;
            if (!changes.Contains(new KeyedChange(ended.Key, id)))
                yield return Of(ended, "which made no business change under it");
            else if (history.LocalOf(id) != Verdict.Committed)
                yield return Of(ended, $"whose local transaction is {(history.LocalOf(id) == Verdict.None ? "unknown" : history.LocalOf(id))}");
            else if (!history.Begun.ContainsKey(id))
                yield return Of(ended, "which no producer began");
        }

        static Violation Of(KeyEnded ended, string why) =>
            new(Promise.OncePerKey, $"a send under the key {ended.Key} named {ended.Id} as committed, {why}.");
    }

    /// <summary>
    /// In the end each key is done: what failed, or was interrupted, was sent again until it succeeded. Producers do so when no faults happen any more.
    /// </summary>
    public static IEnumerable<Violation> Unresolved(RunHistory history)
    {
        var ends = history.Of<KeyEnded>().ToLookup(ended => ended.Key);
        foreach (var begun in history.Of<KeyBegun>().Where(begun => !ends[begun.Key].Any(ended => ended.IsResolved())))
        {
            var last = ends[begun.Key].LastOrDefault();
            yield return new Violation(
                Promise.KeysStayFree,
                $"no send under the key {begun.Key} succeeded: {last?.Detail ?? (last is null ? "none has ended" : "the last one was not confirmed")}.");
        }
    }
}
