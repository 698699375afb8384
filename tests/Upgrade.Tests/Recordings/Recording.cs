using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Persistence;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>Recording of one release, in a directory by its name.</summary>
internal sealed record Recording(string Directory)
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Recorded");

    /// <summary>Gets the recorded releases, by the names of their directories.</summary>
    public static IReadOnlyList<string> Releases { get; } =
        [.. System.IO.Directory.GetDirectories(Root).Select(directory => Path.GetFileName(directory)).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Gets the release that is being built: major and minor, as patches change nothing that is stored or sent.
    /// </summary>
    public static string Current { get; } = typeof(SchemaVersions).Assembly.GetName().Version!.ToString(2);

    /// <summary>Gets all rows of the database at the loss of its nodes.</summary>
    public IReadOnlyList<JsonObject> Journal => [.. Lines("journal.jsonl").Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>Gets a complete conversation of a participant and its coordinator.</summary>
    public IReadOnlyList<RecordedFrame> Talk => Frames("talk.jsonl");

    /// <summary>Gets the messages between the nodes of a cluster, and between them and participants, each once.</summary>
    public IReadOnlyList<RecordedFrame> Cluster => Frames("cluster.jsonl");

    public Outcome Outcome => JsonSerializer.Deserialize<Outcome>(File.ReadAllText(PathOf("outcome.json")), JsonLines.Options)!;

    public static Recording Of(string release) => new(Path.Combine(Root, release));

    /// <summary>Gets the script that creates the tables of that release in an empty database.</summary>
    public string Schema(StorageEngine engine) => File.ReadAllText(PathOf(SchemaFile(engine)));

    public void SaveJournal(IEnumerable<JsonObject> rows) => Save("journal.jsonl", rows.Select(row => row.ToJsonString(JsonLines.Options)));

    public void SaveTalk(IEnumerable<RecordedFrame> frames) => Save("talk.jsonl", frames.Select(frame => frame.ToLine()));

    public void SaveCluster(IEnumerable<RecordedFrame> frames) => Save("cluster.jsonl", frames.Select(frame => frame.ToLine()));

    public void SaveOutcome(Outcome outcome) => Save("outcome.json", [JsonSerializer.Serialize(outcome, JsonLines.Indented)]);

    public void SaveSchema(StorageEngine engine) => Save(SchemaFile(engine), [SchemaVersions.ScriptFor(engine)]);

    private static string SchemaFile(StorageEngine engine) => engine == StorageEngine.Sqlite ? "schema.sqlite.sql" : "schema.postgresql.sql";

    private string PathOf(string name) => Path.Combine(Directory, name);

    private IEnumerable<string> Lines(string name) => File.ReadLines(PathOf(name));

    private RecordedFrame[] Frames(string name) => [.. Lines(name).Select(RecordedFrame.Parse)];

    private void Save(string name, IEnumerable<string> lines)
    {
        System.IO.Directory.CreateDirectory(Directory);
        File.WriteAllText(PathOf(name), string.Concat(lines.Select(line => line + "\n")));
    }
}

/// <summary>Expected result of the journal, as seen by the release that wrote it.</summary>
/// <param name="Views">Responses of its administration, by path.</param>
/// <param name="Outstanding">
/// Ids of messages that each consumer group had not acknowledged and that were not dead-lettered.
/// </param>
/// <param name="Cut">Ids of messages of committed transactions that are not in their queue yet.</param>
/// <param name="Undecided">Open transactions without a decision, and the messages that follow when they are committed.</param>
internal sealed record Outcome(
    SortedDictionary<string, JsonNode> Views,
    SortedDictionary<string, string[]> Outstanding,
    string[] Cut,
    SortedDictionary<string, string[]> Undecided);
