namespace Coordinator.Bench.Filling;

/// <summary>Puts rows into a coordinator's journal, as fast as the database allows; the coordinator must have stopped.</summary>
internal interface IJournalWriter : IAsyncDisposable
{
    /// <summary>Rows that are in already, as a template for others.</summary>
    Task<JournalTemplate> TemplateAsync(CancellationToken ct);

    Task WriteAsync(IReadOnlyList<JournalRow> rows, CancellationToken ct);

    /// <summary>What a database does in time by itself: statistics, dead rows, its log.</summary>
    Task SettleAsync(CancellationToken ct);
}
