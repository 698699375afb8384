using Coordinator.Harness.Histories;

namespace Coordinator.Harness.Tests.Histories;

/// <summary>A history, told line by line; each line is a second after the one before.</summary>
internal sealed class HistoryBuilder
{
    public static readonly string[] Groups = ["shipping", "points"];

    private const string Key = "anna";

    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Verdict> _local = [];
    private readonly List<Effect> _effects = [];
    private readonly Dictionary<string, long> _offsets = [];

    public RunHistory History => new(_entries, _local, _effects, Groups);

    /// <summary>Two transactions of one key, the second with two messages, both committed and handled by everybody.</summary>
    public static HistoryBuilder Good() => new HistoryBuilder().Committed("a-1").Committed("a-2", 2).Rolled("a-3");

    /// <summary>A transaction that went well from its beginning to both groups.</summary>
    public HistoryBuilder Committed(string id, int messages = 1) =>
        Begun(id, messages).Committing(id).Confirmed(id, Verdict.Committed).Everywhere(id, messages);

    public HistoryBuilder Rolled(string id) => Begun(id).Confirmed(id, Verdict.RolledBack);

    public HistoryBuilder Begun(string id, int messages = 1, string? key = Key) =>
        Add(new Begun(id, "commit", [.. Enumerable.Range(0, messages).Select(index => new Sent(key, $"{id}/{index}"))]))
            .Add(new Prepared(id));

    /// <summary>The producer begins to commit: its database has the outcome, and the coordinator has not answered.</summary>
    public HistoryBuilder Committing(string id) => Add(new Committing(id)).Local(id, Verdict.Committed);

    /// <summary>Its database and the coordinator say the same.</summary>
    public HistoryBuilder Confirmed(string id, Verdict verdict) =>
        Local(id, verdict).Told(id, verdict).Add(new Ended(id, Result.Confirmed));

    /// <summary>The producer never learnt of its commit, which others saw.</summary>
    public HistoryBuilder Unconfirmed(string id) => Told(id, Verdict.Committed).Add(new Ended(id, Result.Unconfirmed));

    /// <summary>The commit is in its database, and so are the messages, which the coordinator gets later.</summary>
    public HistoryBuilder Stored(string id) => Add(new Ended(id, Result.Stored));

    public HistoryBuilder Local(string id, Verdict verdict)
    {
        _local[id] = verdict;
        return this;
    }

    public HistoryBuilder Told(string id, Verdict verdict) => Add(new Told(id, verdict, "reply"));

    public HistoryBuilder Everywhere(string id, int messages = 1)
    {
        for (var index = 0; index < messages; index++)
        {
            foreach (var group in Groups)
                Handled(group, $"{id}/{index}");
        }

        return this;
    }

    /// <summary>It came, had its effect, and was acknowledged.</summary>
    public HistoryBuilder Handled(string group, string message) => Came(group, message).Effect(group, message).Add(new Handled(group, message, true));

    public HistoryBuilder Came(
        string group, string message, long? offset = null, string queue = "orders/0", string? body = null, string? key = Key)
    {
        if (!_offsets.TryGetValue(message, out var place))
            _offsets[message] = place = _offsets.Count + 1;
        return Add(new Arrived(group, message, key, queue, offset ?? place, 1, body ?? message));
    }

    /// <summary>The only message of a transaction came to both groups.</summary>
    public HistoryBuilder CameEverywhere(string id, long? offset = null, string queue = "orders/0", string? key = Key)
    {
        foreach (var group in Groups)
            Came(group, $"{id}/0", offset, queue, key: key);
        return this;
    }

    public HistoryBuilder Effect(string group, string message)
    {
        _effects.Add(new Effect(group, message));
        return this;
    }

    public HistoryBuilder Without(Predicate<Entry> lost)
    {
        _entries.RemoveAll(lost);
        return this;
    }

    public HistoryBuilder WithoutEffect(Effect effect)
    {
        _effects.Remove(effect);
        return this;
    }

    public HistoryBuilder Add(Entry entry)
    {
        _entries.Add(entry with { At = 1_000_000L * (_entries.Count + 1) });
        return this;
    }
}
