namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Appends that a log writes together. Each of them is stored whole or refused whole. Entries are numbered from those that are stored,
/// so a refused append leaves no gap.
/// </summary>
/// <param name="log">Persistence id of the log.</param>
/// <param name="after">Highest sequence number of the log. If a higher one exists, this copy of the log is stale and nothing is stored.</param>
/// <param name="appends">Appends, at least one.</param>
/// <param name="ended">Called once with the result: <c>null</c> when all appends that were not refused are durable, otherwise the error.</param>
internal sealed class LogWrite(string log, long after, IReadOnlyList<LogAppend> appends, Action<LogWrite, Exception?>? ended = null)
    : EventWrite
{
    private bool[]? _refused;
    private List<StoredEvent>? _events;

    public override string PersistenceId => log;

    public long After => after;

    public IReadOnlyList<LogAppend> Appends => appends;

    /// <summary>The rows when no append is refused, which is nearly always so.</summary>
    public override IReadOnlyList<StoredEvent> Events => _events ??= Number();

    /// <summary>True when the sequence number of the companion was taken, so that nothing of the append is stored.</summary>
    public bool IsRefused(int append) => _refused?[append] is true;

    /// <summary>True when every append is refused, so that nothing is stored.</summary>
    public bool IsRefusedWhole => _refused is not null && Array.TrueForAll(_refused, refused => refused);

    public void Refuse(int append) => (_refused ??= new bool[appends.Count])[append] = true;

    protected override void Tell(Exception? cause) => ended?.Invoke(this, cause);

    private List<StoredEvent> Number()
    {
        var events = new List<StoredEvent>(appends.Count * 2);
        var number = after;
        foreach (var append in appends)
        {
            if (append.Companion is { } companion)
                events.Add(companion);
            foreach (var entry in append.Entries)
                events.Add(entry with { SequenceNumber = ++number });
        }

        return events;
    }
}
