using System.Net.Http.Json;
using OrderPayment.Story;

namespace OrderPayment.Proof;

/// <summary>Events of one transaction, as reported by the coordinator's administration.</summary>
internal sealed record Timeline(string Id, IReadOnlyList<TimelineEntry> Entries)
{
    // Prefer a committed transaction: its producer died after the local commit and before it could report it.
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

/// <summary>Event of a transaction.</summary>
internal sealed record TimelineEntry(DateTimeOffset At, string Kind, string? Who, string? Detail);
