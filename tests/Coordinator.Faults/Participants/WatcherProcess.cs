using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Process outside of the cluster that repeatedly reads the phase of transactions from any node and records it. During the run
/// it reads a few transactions, some of which were decided long ago. In the end it reads all that are undecided.
/// </summary>
internal static class WatcherProcess
{
    private const int AtOnce = 4;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenViews = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(WatcherPlan plan)
    {
        using var history = new HistoryWriter(plan.Environment.HistoryOf($"watcher-{plan.Life}"));
        using var finish = new CancellationTokenSource();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", plan.Environment.Token);
        var watcher = new Watcher(plan, history, client);
        await ParticipantProcess.SayAsync(ParticipantProcess.Ready);
        var watching = watcher.RunAsync(finish.Token);
        while (await ParticipantProcess.NextOrderAsync() is { } order)
        {
            if (order == ParticipantProcess.Finish)
                watcher.LookAtAll();
        }

        await finish.CancelAsync();
        await watching;
        return 0;
    }

    private sealed class Watcher(WatcherPlan plan, HistoryWriter history, HttpClient client)
    {
        private const string IsGone = "gone";

        private readonly Random _random = new(plan.Seed);
        private readonly ConcurrentDictionary<string, Verdict> _seen = new();
        private readonly Dictionary<string, long> _deleted = [];
        private volatile bool _all;

        public void LookAtAll() => _all = true;

        public Task RunAsync(CancellationToken finish) => Task.WhenAll(LookAtTransactionsAsync(finish), LookAtGroupsAsync(finish));

        /// <summary>Records what retention has deleted, when that has changed.</summary>
        private async Task LookAtRetentionAsync()
        {
            if (await AskAsync("retention") is not { RootElement: var view } || !view.TryGetProperty("kinds", out var kinds))
                return;
            foreach (var kind in kinds.EnumerateArray())
            {
                var (name, rows) = (kind.GetProperty("kind").GetString()!, kind.GetProperty("deletedRows").GetInt64());
                if (_deleted.GetValueOrDefault(name) != rows)
                    history.Write(new RowsDeleted(name, rows));
                _deleted[name] = rows;
            }
        }

        private async Task LookAtGroupsAsync(CancellationToken finish)
        {
            while (!finish.IsCancellationRequested)
            {
                foreach (var group in plan.Groups)
                    await LookAtGroupAsync(group);
                await LookAtRetentionAsync();
                await Task.Delay(BetweenViews, finish).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        /// <summary>Records what the messages of a group are said to wait for.</summary>
        private async Task LookAtGroupAsync(string group)
        {
            if (await AskAsync($"groups/{group}/topics/{Workload.Topic}") is not { RootElement: var view } || !view.TryGetProperty("queues", out var queues))
                return;
            foreach (var queue in queues.EnumerateArray())
            {
                SeenWait[] waits =
                [
                    .. queue.GetProperty("waits").EnumerateArray().Select(wait => new SeenWait(
                        wait.GetProperty("offset").GetInt64(),
                        wait.GetProperty("cause").GetString()!,
                        wait.GetProperty("behind") is { ValueKind: JsonValueKind.Number } behind ? behind.GetInt64() : null)),
                ];
                if (waits.Length > 0)
                    history.Write(new Seen(group, string.Create(CultureInfo.InvariantCulture, $"{Workload.Topic}/{queue.GetProperty("number").GetInt32()}"), waits));
            }
        }

        private async Task LookAtTransactionsAsync(CancellationToken finish)
        {
            while (!finish.IsCancellationRequested)
            {
                var known = HistoryFormat.ReadAll(plan.Environment.Directory).OfType<Begun>().Select(begun => begun.Id).Distinct().ToArray();
                await Parallel.ForEachAsync(
                    Choose(known),
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                    async (id, _) => await LookAsync(id, finish)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Task.Delay(_all ? TimeSpan.FromSeconds(1) : BetweenLooks, finish).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        private string[] Choose(string[] known)
        {
            if (_all)
                return [.. known.Where(id => _seen.GetValueOrDefault(id) is Verdict.None or Verdict.Open)];
            // Reading all histories for each look would cause most of the load.
            // Two looks at one transaction at once would be recorded in any order.
            return known.Length == 0 ? [] : [.. Enumerable.Range(0, 40).Select(_ => known[_random.Next(known.Length)]).Distinct()];
        }

        private async Task LookAsync(string id, CancellationToken finish)
        {
            if (finish.IsCancellationRequested)
                return;
            if (!_all)
                await Task.Delay(BetweenLooks, CancellationToken.None);
            if (await VerdictAsync(id) is not { } verdict)
                return;
            // Record changes only: a decision that changes is one.
            if (!_seen.TryGetValue(id, out var before) || before != verdict)
                history.Write(new Told(id, verdict, "look"));
            _seen[id] = verdict;
        }

        private async Task<Verdict?> VerdictAsync(string id)
        {
            var answer = await AskAsync($"transactions/{id}");
            if (answer is null)
                return null;
            if (answer.RootElement.TryGetProperty(IsGone, out _))
                return Verdict.Deleted;
            if (!answer.RootElement.TryGetProperty("phase", out var phase))
                return Verdict.None;
            return phase.GetString() switch
            {
                "prepared" or "parked" => Verdict.Open,
                "committed" or "completed" => Verdict.Committed,
                "rolledBack" => Verdict.RolledBack,
                var other => throw new InvalidDataException($"The transaction {id} has the unknown phase {other}."),
            };
        }

        /// <summary>Asks any node. Returns an empty object for what is not found, and one that says so for what is deleted. <c>null</c>: there was no answer.</summary>
        private async Task<JsonDocument?> AskAsync(string path)
        {
            var node = plan.Environment.Administration[Random.Shared.Next(plan.Environment.Administration.Count)];
            try
            {
                using var reply = await client.GetAsync(new Uri($"{node}/{path}"));
                if (reply.StatusCode == HttpStatusCode.NotFound)
                    return JsonDocument.Parse("{}");
                if (reply.StatusCode == HttpStatusCode.Gone)
                    return JsonDocument.Parse($$"""{"{{IsGone}}": true}""");
                return reply.IsSuccessStatusCode ? JsonDocument.Parse(await reply.Content.ReadAsStringAsync()) : null;
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
            {
                return null;
            }
        }
    }
}

/// <summary>Plan of a watcher's process.</summary>
internal sealed record WatcherPlan(int Life, int Seed, IReadOnlyList<string> Groups, ParticipantEnvironment Environment);
