namespace Coordinator.Harness.Histories;

/// <summary>Evidence of a run: the histories and databases of its participants.</summary>
/// <param name="Entries">Entries of all histories, in the order of time.</param>
/// <param name="Local">Outcomes of local transactions in the producers' databases.</param>
/// <param name="Effects">Effects in the consumers' databases; <c>null</c> when consumers have no database.</param>
/// <param name="Groups">Groups that should have received every message.</param>
public sealed record RunHistory(
    IReadOnlyList<Entry> Entries,
    IReadOnlyDictionary<string, Verdict> Local,
    IReadOnlyList<Effect>? Effects,
    IReadOnlyList<string> Groups)
{
    private IReadOnlyDictionary<string, Begun>? _begun;

    /// <summary>Transactions by id. One that its producer began again counts once.</summary>
    public IReadOnlyDictionary<string, Begun> Begun =>
        _begun ??= Of<Begun>().DistinctBy(begun => begun.Id).ToDictionary(begun => begun.Id);

    public IEnumerable<T> Of<T>() where T : Entry => Entries.OfType<T>();

    public Verdict LocalOf(string id) => Local.GetValueOrDefault(id);

    /// <summary>Transaction of a message such as <c>orders-1.7/0</c>.</summary>
    public static string TransactionOf(string message) => message[..message.LastIndexOf('/')];

    /// <summary>Names of a transaction's messages.</summary>
    public static IEnumerable<string> MessagesOf(Begun begun) =>
        Enumerable.Range(0, begun.Messages.Count).Select(index => $"{begun.Id}/{index}");
}
