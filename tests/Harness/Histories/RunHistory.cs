namespace Coordinator.Harness.Histories;

/// <summary>Evidence of a run: the histories and databases of its participants.</summary>
/// <param name="Entries">Entries of all histories, in the order of time.</param>
/// <param name="Local">Outcomes of local transactions in the producers' databases.</param>
/// <param name="Effects">Effects in the consumers' databases; <c>null</c> when consumers have no database.</param>
/// <param name="Groups">Groups that should have received every message.</param>
/// <param name="Limits">Time limits of the run; <c>null</c> when its promises about time are not judged.</param>
public sealed record RunHistory(
    IReadOnlyList<Entry> Entries,
    IReadOnlyDictionary<string, Verdict> Local,
    IReadOnlyList<Effect>? Effects,
    IReadOnlyList<string> Groups,
    TimeLimits? Limits = null)
{
    private IReadOnlyDictionary<string, Begun>? _begun;

    /// <summary>Time of the last entry; 0 without one.</summary>
    public long End => Entries.Count == 0 ? 0 : Entries[^1].At;

    /// <summary>Transactions by id. One that its producer began again counts once.</summary>
    public IReadOnlyDictionary<string, Begun> Begun =>
        _begun ??= Of<Begun>().DistinctBy(begun => begun.Id).ToDictionary(begun => begun.Id);

    /// <summary>Outcomes in the order in which they were written, also those that were deleted since. Empty when nobody recorded them.</summary>
    public IReadOnlyList<WrittenOutcome> Written { get; init; } = [];

    /// <summary>Business changes under keys in the producers' databases.</summary>
    public IReadOnlyList<KeyedChange> Changes { get; init; } = [];

    public IEnumerable<T> Of<T>() where T : Entry => Entries.OfType<T>();

    public Verdict LocalOf(string id) => Local.GetValueOrDefault(id);

    /// <summary>Name of a transaction, which begins with that of its producer.</summary>
    public string NameOf(string id) => Begun.TryGetValue(id, out var begun) && begun.Name is { } name ? name : id;

    /// <summary>The message as it was sent; <c>null</c> when it never was.</summary>
    public Sent? SentOf(string message)
    {
        var slash = message.LastIndexOf('/');
        return slash >= 0
            && Begun.TryGetValue(message[..slash], out var begun)
            && int.TryParse(message.AsSpan(slash + 1), out var index)
            && index >= 0 && index < begun.Messages.Count
                ? begun.Messages[index]
                : null;
    }

    /// <summary>True when the message has a delay, after which it takes its place in the order of its key.</summary>
    public bool IsDelayed(string message) => SentOf(message) is { DelayMs: > 0 };

    /// <summary>Transaction of a message such as <c>orders-1.7/0</c>.</summary>
    public static string TransactionOf(string message) => message[..message.LastIndexOf('/')];

    /// <summary>Names of a transaction's messages.</summary>
    public static IEnumerable<string> MessagesOf(Begun begun) =>
        Enumerable.Range(0, begun.Messages.Count).Select(index => $"{begun.Id}/{index}");
}
