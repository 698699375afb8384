using System.Text.Json.Nodes;
using Coordinator.Harness.Node;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Options;
using Coordinator.Participants.Checking;
using Coordinator.Persistence;
using Coordinator.Testing;
using Coordinator.Upgrade.Tests.Nodes;
using Coordinator.Upgrade.Tests.Recordings;
using Coordinator.Upgrade.Tests.Stories;

namespace Coordinator.Upgrade.Tests;

/// <summary>
/// Starts this release on the database of an earlier one, whose nodes were lost, and checks that it continues where they
/// stopped.
/// </summary>
[Trait("race", "20")]
public sealed class RecordedJournalSpec : IDisposable
{
    private readonly SqliteFile _file = new();

    public static TheoryData<string> Releases => [.. Recording.Releases];

    [Theory]
    [MemberData(nameof(Releases))]
    public Task Coordinator_goes_on_from_a_recorded_journal_in_SQLite(string release) =>
        GoOnAsync(Recording.Of(release), Database.Sqlite(_file.Path));

    [PostgresTheory]
    [MemberData(nameof(Releases))]
    public async Task Coordinator_goes_on_from_a_recorded_journal_in_PostgreSQL(string release)
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        await GoOnAsync(Recording.Of(release), Database.PostgreSql(postgres.ConnectionString));
    }

    public void Dispose() => _file.Dispose();

    private static async Task GoOnAsync(Recording recording, Database database)
    {
        await RestoreAsync(recording, database);
        await using var node = await InProcessNode.StartAsync(database, Options());
        await RequireViewsAsync(recording.Outcome, node);
        var arrivals = new Arrivals();
        await using var consumers = await ConsumersAsync(node, arrivals);
        var expected = recording.Outcome.Outstanding.ToDictionary(group => group.Key, group => new SortedSet<string>(group.Value, StringComparer.Ordinal));
        expected["shipping"].UnionWith(recording.Outcome.Cut);
        await RequireAsync(node, expected, arrivals);

        await using var orders = await CheckedAsync(node, "orders");
        await using var ghosts = await CheckedAsync(node, "ghosts");
        foreach (var (id, _) in recording.Outcome.Undecided)
            await CompletedAsync(node, id);
        expected["shipping"].UnionWith(recording.Outcome.Undecided.SelectMany(open => open.Value));
        await RequireAsync(node, expected, arrivals);

        var letters = (await node.ViewAsync("/groups/shipping/dead-letters"))["letters"]!.AsArray();
        Assert.NotEmpty(letters);
        await node.DoAsync("/groups/shipping/dead-letters/replay", new { who = "ben", why = "mended" });
        expected["shipping"].UnionWith(letters.Select(letter => (string)letter!["message"]!));
        await RequireAsync(node, expected, arrivals);
    }

    private static async Task RestoreAsync(Recording recording, Database database)
    {
        await using (var connection = await database.OpenAsync(CancellationToken.None))
        {
            await using var schema = connection.CreateCommand();
#pragma warning disable CA2100 // The text comes from the recording.
            schema.CommandText = recording.Schema(database.Engine);
#pragma warning restore CA2100
            await schema.ExecuteNonQueryAsync();
        }

        await RecordedJournal.WriteAsync(database, recording.Journal);
        Assert.NotEqual(0, await new SchemaInstaller(database).InstallAsync());
    }

    /// <summary>Options with which everything that is overdue is due at once.</summary>
    private static CoordinatorOptions Options()
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        options.CheckSchedule.TransactionCheckInterval = TimeSpan.FromMilliseconds(200);
        options.CheckSchedule.TransactionCheckMaxInterval = TimeSpan.FromSeconds(1);
        options.CheckSchedule.TransactionCheckParkedInterval = TimeSpan.FromSeconds(1);
        options.CheckSchedule.TransactionCheckMax = 1;
        options.Sweep.SweepInterval = TimeSpan.FromSeconds(1);
        // The recordings are older than any retention that a user would choose.
        options.Retention.Transactions = TimeSpan.FromDays(3650);
        return options;
    }

    private static async Task RequireViewsAsync(Outcome outcome, InProcessNode node)
    {
        foreach (var (path, recorded) in outcome.Views)
        {
            var view = await node.ViewAsync(path);
            if (IsOpen(recorded))
                RequireContinued(path, recorded, view);
            else
                RequireSame(path, Lasting(recorded), Lasting(view));
        }

        var open = (await node.ViewAsync("/transactions?limit=1000"))["transactions"]!.AsArray()
            .Where(transaction => (string)transaction!["phase"]! != "committed").Select(transaction => (string)transaction!["id"]!);
        Assert.Equal(outcome.Undecided.Keys, open.Order(StringComparer.Ordinal));
    }

    private static bool IsOpen(JsonNode view) => view["phase"] is { } phase && (string)phase! is "prepared" or "parked" or "committed";

    /// <summary>Requires that nothing of the recorded history is lost. New events may have been added.</summary>
    private static void RequireContinued(string path, JsonNode recorded, JsonNode view)
    {
        var before = recorded["timeline"]!.AsArray();
        var now = view["timeline"]!.AsArray().Take(before.Count).Select(entry => entry!.DeepClone());
        RequireSame(path, before, new JsonArray([.. now]));
        RequireSame(path, recorded["messages"]!, view["messages"]!);
    }

    /// <summary>Removes the fields that hold for one moment only.</summary>
    private static JsonNode Lasting(JsonNode view)
    {
        var lasting = view.DeepClone();
        foreach (var queue in lasting["queues"]?.AsArray() ?? [])
        {
            foreach (var passing in (string[])["inFlight", "waiting", "held", "members"])
                queue!.AsObject().Remove(passing);
        }

        return lasting;
    }

    /// <summary>True when everything that was recorded is as it was. A view may have gained fields.</summary>
    private static bool IsKept(JsonNode? recorded, JsonNode? now) => (recorded, now) switch
    {
        (JsonObject before, JsonObject after) => before.All(field => after.ContainsKey(field.Key) && IsKept(field.Value, after[field.Key])),
        (JsonArray before, JsonArray after) => before.Count == after.Count && before.Zip(after).All(pair => IsKept(pair.Item1, pair.Item2)),
        _ => JsonNode.DeepEquals(recorded, now),
    };

    private static void RequireSame(string path, JsonNode recorded, JsonNode now)
    {
        if (!IsKept(recorded, now))
            Assert.Fail($"{path} was\n{recorded.ToJsonString()}\nand is now\n{now.ToJsonString()}");
    }

    private static Task<Participant> ConsumersAsync(InProcessNode node, Arrivals arrivals) => Participant.StartAsync(
        node.ContactPoint,
        "consumer-9",
        null,
        builder => builder
            .AddConsumer("shipping", LifeMessages.Paid, (message, _) => arrivals.AddAsync(message))
            .AddConsumer("shipping", LifeMessages.Shipped, (message, _) => arrivals.AddAsync(message))
            .AddConsumer("shipping", LifeMessages.Harbour, (message, _) => arrivals.AddAsync(message))
            .AddConsumer("points", LifeMessages.Paid, (message, _) => arrivals.AddAsync(message), options => options.Tags = ["gold"]));

    private static Task<Participant> CheckedAsync(InProcessNode node, string group) => Participant.StartAsync(
        node.ContactPoint, $"{group}-9", group, builder => builder.UseChecker((_, _) => Task.FromResult(CheckResult.Committed())));

    private static Task CompletedAsync(InProcessNode node, string id) => Eventually.TrueAsync(
        async () => (string)(await node.ViewAsync($"/transactions/{id}"))["phase"]! == "completed", () => $"{id} is completed");

    /// <summary>Requires that exactly the expected messages arrived when nothing is left.</summary>
    private static async Task RequireAsync(InProcessNode node, Dictionary<string, SortedSet<string>> expected, Arrivals arrivals)
    {
        foreach (var (group, messages) in expected)
        {
            await Eventually.TrueAsync(
                () => messages.IsSubsetOf(arrivals.Of(group)),
                () => $"{group} got {string.Join(", ", arrivals.Of(group))}, and not {string.Join(", ", messages.Except(arrivals.Of(group)))}");
            await Eventually.TrueAsync(async () => (await LagAsync(node, group)) == 0, () => $"{group} has settled all");
            Assert.Equal(messages, arrivals.Of(group));
        }
    }

    private static async Task<long> LagAsync(InProcessNode node, string group)
    {
        var lag = 0L;
        foreach (var topic in group == "points" ? (string[])[LifeMessages.Paid] : [LifeMessages.Paid, LifeMessages.Shipped, LifeMessages.Harbour])
            lag += (long)(await node.ViewAsync($"/groups/{group}/topics/{topic}"))["lag"]!;
        return lag;
    }
}
