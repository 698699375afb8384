using System.Globalization;

namespace Coordinator.Persistence;

/// <summary>Versions of the schema, each with its scripts under Sql/. A released version never changes.</summary>
internal static class SchemaVersions
{
    private static readonly string[][] Scripts =
    [
        ["journal", "open-transactions"],
        ["cluster"],
        ["leases"],
        ["bounds"],
        ["expiry"],
        ["topics"],
        ["restores", "copies"],
    ];

    /// <summary>Table of the installed versions.</summary>
    public const string Bookkeeping =
        "CREATE TABLE IF NOT EXISTS coordinator_schema (version integer NOT NULL PRIMARY KEY, installed_at text NOT NULL)";

    public static int Latest => Scripts.Length;

    public static IEnumerable<string> ScriptsOf(int version, StorageEngine engine) =>
        Scripts[version - 1].Select(name => Read($"{name}.{(engine == StorageEngine.Sqlite ? "sqlite" : "postgresql")}.sql"));

    /// <summary>Script of all versions in one transaction, for administrators who apply the schema themselves.</summary>
    public static string ScriptFor(StorageEngine engine) => string.Join(
        Environment.NewLine,
        [
            $"-- The coordinator's schema up to version {Latest}, for an empty database.",
            "BEGIN;",
            Bookkeeping + ";",
            .. Enumerable.Range(1, Latest).SelectMany(version => ScriptsOf(version, engine).Append(Record(version) + ";")),
            "COMMIT;",
        ]);

    /// <summary>Statement that records a version as installed.</summary>
    public static string Record(int version) => string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO coordinator_schema (version, installed_at) VALUES ({version}, CAST(CURRENT_TIMESTAMP AS text))");

    private static string Read(string file)
    {
        var resource = $"{typeof(SchemaVersions).Namespace}.Sql.{file}";
        using var stream = typeof(SchemaVersions).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly must contain the script {file}, but does not.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
