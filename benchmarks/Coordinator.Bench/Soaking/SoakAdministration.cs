using System.Net.Http.Json;
using Coordinator.Bench.Load;

namespace Coordinator.Bench.Soaking;

/// <summary>Requests of an operator to the coordinator. A coordinator that has just started may need more than one try.</summary>
internal sealed class SoakAdministration(SoakCoordinator coordinator) : IDisposable
{
    private const string Who = "bench";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new();

    /// <summary>Lists the ids of the parked transactions.</summary>
    public async Task<IReadOnlyList<string>> ParkedAsync(CancellationToken ct) =>
        [.. (await GetAsync<OpenView>("/transactions?phase=parked", ct)).Transactions.Select(transaction => transaction.Id)];

    /// <summary>Lists the message ids of a group's dead letters.</summary>
    public async Task<IReadOnlyList<string>> DeadLettersAsync(int group, CancellationToken ct) =>
        [.. (await GetAsync<LettersView>($"/groups/{ConsumerPlan.GroupName(group)}/dead-letters", ct)).Letters.Select(letter => letter.Message)];

    /// <summary>Rewinds a group in one queue. It goes no further back than the first offset that is kept.</summary>
    /// <returns>Number of offsets that the group went back.</returns>
    public async Task<long> RewindAsync(int group, int queue, int offsets, CancellationToken ct)
    {
        var path = $"/groups/{ConsumerPlan.GroupName(group)}/topics/{TransactionLoad.Topic}";
        var at = (await GetAsync<GroupView>(path, ct)).Queues.Single(each => each.Number == queue);
        var offset = Math.Max(at.FirstKept, at.Progress + 1 - offsets);
        var rewound = await TryAsync<GroupView>(
            () => _http.PostAsJsonAsync(new Uri(coordinator.Http, $"{path}/rewind"), new { queue, offset, who = Who, why = "soak" }, ct), ct);
        return Math.Max(0, at.Progress + 1 - rewound.Queues.Single().Next);
    }

    public void Dispose() => _http.Dispose();

    private Task<T> GetAsync<T>(string path, CancellationToken ct) =>
        TryAsync<T>(() => _http.GetAsync(new Uri(coordinator.Http, path), ct), ct);

    private static async Task<T> TryAsync<T>(Func<Task<HttpResponseMessage>> requestAsync, CancellationToken ct)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ; await Task.Delay(RetryAfter, ct))
        {
            string problem;
            try
            {
                using var response = await requestAsync();
                if (response.IsSuccessStatusCode)
                    return (await response.Content.ReadFromJsonAsync<T>(ct))!;
                problem = $"{response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}";
            }
            catch (HttpRequestException unreachable)
            {
                problem = unreachable.Message;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new BenchFailedException($"The coordinator refuses a request of the benchmark: {problem}");
        }
    }

    private sealed record OpenView(IReadOnlyList<OpenTransaction> Transactions);

    private sealed record OpenTransaction(string Id);

    private sealed record LettersView(IReadOnlyList<Letter> Letters);

    private sealed record Letter(string Message);

    private sealed record GroupView(IReadOnlyList<GroupQueue> Queues);

    private sealed record GroupQueue(int Number, long Progress, long Next, long FirstKept);
}
