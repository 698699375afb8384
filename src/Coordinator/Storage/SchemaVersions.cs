namespace Coordinator.Storage;

/// <summary>
/// What each version of the schema adds, as the scripts under Schema/. A version that was released never changes.
/// </summary>
internal static class SchemaVersions
{
    private static readonly string[][] Scripts =
    [
        ["journal", "open-transactions"],
    ];

    public static int Latest => Scripts.Length;

    public static IEnumerable<string> ScriptsOf(int version, StorageEngine engine) =>
        Scripts[version - 1].Select(name => Read($"{name}.{(engine == StorageEngine.Sqlite ? "sqlite" : "postgresql")}.sql"));

    private static string Read(string file)
    {
        var resource = $"{typeof(SchemaVersions).Namespace}.Schema.{file}";
        using var stream = typeof(SchemaVersions).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The script {file} is not in this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
