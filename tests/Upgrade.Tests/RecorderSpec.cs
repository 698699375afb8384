using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Actor;
using Coordinator.Harness;
using Coordinator.Harness.Node;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Persistence;
using Coordinator.Testing;
using Coordinator.Upgrade.Tests.Nodes;
using Coordinator.Upgrade.Tests.Recordings;
using Coordinator.Upgrade.Tests.Stories;

namespace Coordinator.Upgrade.Tests;

/// <summary>
/// Makes the recording of this release. It is not run by default, but once before each release, with <c>COORDINATOR_RECORD</c>
/// set to the directory, such as <c>tests/Recorded/0.1</c>. See docs/wire-and-journal.md.
/// </summary>
public sealed class RecorderSpec : IDisposable
{
    // The journal sees it as if a stale copy had written before. That queue stops and retries, and nothing else is affected.
    private const string CloseHarbour = $"""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE unique_violation; END';
        CREATE TRIGGER closed BEFORE INSERT ON journal FOR EACH ROW
          WHEN (NEW.persistence_id LIKE 'q-{LifeMessages.Harbour}/%') EXECUTE FUNCTION refuse();
        """;

    private readonly TempDirectory _temp = new();
    private readonly ActorSystem _system = ActorSystem.Create("recorder");

    [RecorderFact]
    public async Task Life_of_a_cluster_is_recorded()
    {
        var recording = new Recording(RecorderFactAttribute.Directory!);
        var tape = new Tape();
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        var database = Database.PostgreSql(postgres.ConnectionString);
        await new SchemaInstaller(database).InstallAsync();
        await ExecuteAsync(database, CloseHarbour);
        var ports = FreePorts.Take(2);
        string[] seeds = [.. ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"))];

        await using var first = await InProcessNode.StartAsync(database, LifeStory.Options(ports[0], seeds), tape.Config);
        await using var early = await Participant.StartAsync(first.ContactPoint, "early-1", null, builder => { });
        await Eventually.TrueAsync(() => tape.Frames.Any(frame => frame.Manifest == "sk"), () => "a session before the second node");
        await using var second = await InProcessNode.StartAsync(database, LifeStory.Options(ports[1], seeds), tape.Config);
        await using var story = new LifeStory(first, second);
        await story.PlayAsync();
        await SettledAsync(database);

        recording.SaveOutcome(new Outcome(
            await ViewsAsync(first),
            LifeStory.Outstanding(),
            [.. LifeMessages.Ids(LifeStory.CutShort, LifeMessages.Cut, LifeMessages.Taken)],
            new SortedDictionary<string, string[]>(
                LifeStory.Open.ToDictionary(id => id, id => LifeMessages.Ids(id, LifeMessages.OnePlain, LifeMessages.Taken).ToArray()),
                StringComparer.Ordinal)));
        await Task.WhenAll(first.LoseAsync(), second.LoseAsync());
        recording.SaveJournal(await RecordedJournal.ReadAsync(database, new Meaning(_system)));
        recording.SaveSchema(StorageEngine.Sqlite);
        recording.SaveSchema(StorageEngine.PostgreSql);
        recording.SaveCluster(tape.Frames.DistinctBy(frame => (frame.From, frame.Serializer, frame.Manifest, frame.Says.ToJsonString())));
    }

    [RecorderFact]
    public async Task Talk_of_a_participant_and_its_coordinator_is_recorded()
    {
        var tape = new Tape();
        await using (var node = await InProcessNode.StartAsync(Database.Sqlite(_temp.File("talk.db")), TalkStory.Options(), tape.Config))
            await TalkStory.PlayAsync(node.ContactPoint, () => tape.Frames.Any(frame => frame.Manifest == "sr"));

        new Recording(RecorderFactAttribute.Directory!).SaveTalk(tape.Frames);
    }

    public void Dispose()
    {
        _system.Dispose();
        _temp.Dispose();
    }

    private static async Task<SortedDictionary<string, JsonNode>> ViewsAsync(InProcessNode node)
    {
        string[] paths =
        [
            .. LifeStory.Ended.Concat(LifeStory.Open).Append(LifeStory.CutShort).Select(id => $"/transactions/{id}"),
            $"/topics/{LifeMessages.Paid}",
            $"/topics/{LifeMessages.Shipped}",
            $"/groups/shipping/topics/{LifeMessages.Paid}",
            $"/groups/shipping/topics/{LifeMessages.Shipped}",
            $"/groups/points/topics/{LifeMessages.Paid}",
            "/groups/shipping/dead-letters",
        ];
        var views = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var path in paths)
            views[path] = await node.ViewAsync(path);
        return views;
    }

    /// <summary>Waits for the delayed save of progress.</summary>
    private static async Task SettledAsync(Database database)
    {
        var (seen, times) = ("", 0);
        await Eventually.TrueAsync(
            async () =>
            {
                var now = await StateAsync(database);
                (seen, times) = (now, now == seen ? times + 1 : 0);
                return times >= 30;
            },
            () => "nothing more is written");
    }

    private static async Task<string> StateAsync(Database database)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var query = connection.CreateCommand();
        query.CommandText = "SELECT (SELECT COUNT(*) FROM journal) || '/' || (SELECT SUM(created) FROM snapshot WHERE persistence_id <> 'sweep')";
        return (string)(await query.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(Database database, string sql)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Fact that runs only when a recording is requested by naming its directory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RecorderFactAttribute : FactAttribute
{
    private const string Variable = "COORDINATOR_RECORD";

    public RecorderFactAttribute() => Skip = Directory is null ? $"Records where {Variable} is set." : null!;

    public static string? Directory => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? Path.GetFullPath(given) : null;
}
