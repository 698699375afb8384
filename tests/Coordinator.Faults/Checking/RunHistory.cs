using Coordinator.Faults.Histories;

namespace Coordinator.Faults.Checking;

/// <summary>What happened in a run: the participants' own histories and databases, and nothing of the coordinator's.</summary>
/// <param name="Entries">Of all histories, in the order of time.</param>
/// <param name="Local">What became of local transactions, by the producers' databases.</param>
/// <param name="Effects">What messages did to the consumers' databases, a row for each effect.</param>
/// <param name="Groups">The groups that should have got everything.</param>
internal sealed record RunHistory(
    IReadOnlyList<Entry> Entries,
    IReadOnlyDictionary<string, Verdict> Local,
    IReadOnlyList<Effect> Effects,
    IReadOnlyList<string> Groups)
{
    private IReadOnlyDictionary<string, Begun>? _begun;

    /// <summary>By id. One that was begun again, by the same producer, stands once.</summary>
    public IReadOnlyDictionary<string, Begun> Begun =>
        _begun ??= Of<Begun>().DistinctBy(begun => begun.Id).ToDictionary(begun => begun.Id);

    public IEnumerable<T> Of<T>() where T : Entry => Entries.OfType<T>();

    public Verdict LocalOf(string id) => Local.GetValueOrDefault(id);

    /// <summary>The transaction of <c>orders-1.7/0</c>.</summary>
    public static string TransactionOf(string message) => message[..message.LastIndexOf('/')];

    /// <summary>The messages of a transaction, by name.</summary>
    public static IEnumerable<string> MessagesOf(Begun begun) =>
        Enumerable.Range(0, begun.Messages.Count).Select(index => $"{begun.Id}/{index}");
}

/// <summary>A row that a message left in the database of a consumer group.</summary>
internal sealed record Effect(string Group, string Message);
