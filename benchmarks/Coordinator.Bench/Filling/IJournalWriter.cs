namespace Coordinator.Bench.Filling;

/// <summary>
/// Writes rows into a coordinator's journal as fast as the database allows. The coordinator must have stopped.
/// </summary>
internal interface IJournalWriter : IAsyncDisposable
{
    /// <summary>Reads rows of the journal, to use them as a template.</summary>
    Task<JournalTemplate> TemplateAsync(CancellationToken ct);

    Task WriteAsync(IReadOnlyList<JournalRow> rows, CancellationToken ct);

    /// <summary>Runs the maintenance that a database does in time by itself: statistics, dead rows, its log.</summary>
    Task SettleAsync(CancellationToken ct);
}
