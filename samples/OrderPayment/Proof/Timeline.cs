using System.Net.Http.Json;
using OrderPayment.Story;

namespace OrderPayment.Proof;

/// <summary>Everything that happened to one transaction, as the coordinator's administration tells it.</summary>
internal sealed record Timeline(string Id, IReadOnlyList<TimelineEntry> Entries)
{
    // One whose payment stands is the better story: the producer died after its commit and before it could say so.
    private const string DecidedByCheck =
        "SELECT id FROM transactions WHERE decided_by_check ORDER BY committed DESC, id DESC LIMIT 1";

    public static async Task<Timeline?> OfOneDecidedByCheckAsync(
        Workspace workspace, HttpClient administration, CancellationToken ct)
    {
        using var ledger = Ledger.Open(workspace);
        if (ledger.Rows(DecidedByCheck) is not [var id])
            return null;
        var described = await administration.GetFromJsonAsync<Description>(new Uri($"/transactions/{id}", UriKind.Relative), ct);
        return new Timeline(id, described?.Timeline ?? []);
    }

    private sealed record Description(IReadOnlyList<TimelineEntry> Timeline);
}

/// <summary>One event.</summary>
internal sealed record TimelineEntry(DateTimeOffset At, string Kind, string? Who, string? Detail);
