using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Filling;

/// <summary>Fills a journal with finished transactions whose rows equal those that the coordinator writes.</summary>
/// <param name="writer">Writer of the journal.</param>
/// <param name="progress">Progress for the user.</param>
/// <param name="at">Time of the transactions; <c>null</c> for now.</param>
internal sealed class JournalFiller(IJournalWriter writer, ProgressLine progress, DateTimeOffset? at = null)
{
    private const int BatchRows = 40_000;

    /// <param name="transactions">Number of transactions.</param>
    /// <param name="producer">Number of the producer that they belong to.</param>
    /// <param name="queueOf">Derives the name of the messages' queue from the name of an existing queue.</param>
    /// <param name="ct">Cancels the filling.</param>
    public async Task FillAsync(long transactions, int producer, Func<string, string> queueOf, CancellationToken ct)
    {
        var template = await writer.TemplateAsync(ct);
        var places = template.QueueEnds
            .Select(end => (Queue: queueOf(end.Key), End: queueOf(end.Key) == end.Key ? end.Value : 0))
            .OrderBy(place => place.Queue, StringComparer.Ordinal)
            .ToArray();
        var (batch, time) = (new List<JournalRow>(BatchRows), at ?? TimeProvider.System.GetUtcNow());
        for (var number = 0L; number < transactions; number++)
        {
            var (queue, end) = places[number % places.Length];
            batch.AddRange(template.Rows(producer, number, time, queue, end + (number / places.Length) + 1));
            if (batch.Count < BatchRows)
                continue;
            await FlushAsync(batch, ct);
            progress.LogThrottled($"filling the journal: {(number + 1) * template.RowsPerTransaction:N0} rows");
        }

        await FlushAsync(batch, ct);
        await writer.SettleAsync(ct);
    }

    private async Task FlushAsync(List<JournalRow> batch, CancellationToken ct)
    {
        if (batch.Count > 0)
            await writer.WriteAsync(batch, ct);
        batch.Clear();
    }
}
