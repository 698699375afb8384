using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Hosting;

/// <summary>
/// Runs <c>schema apply</c> and <c>schema print</c>. A single node applies the schema at its start. Nodes of a cluster leave that
/// to the administrator of the database.
/// </summary>
internal static class SchemaCommand
{
    public static Task PrintAsync(TextWriter output) => output.WriteLineAsync(SchemaVersions.ScriptFor(StorageEngine.PostgreSql));

    /// <exception cref="StartProblem">The database cannot be used.</exception>
    public static async Task ApplyAsync(CoordinatorOptions options, TextWriter output)
    {
        try
        {
            using var directory = options.Storage.IsPostgres ? null : DataDirectory.Open(options.Storage.DataDirectory);
            var database = options.Storage.DatabaseIn(directory);
            foreach (var warning in new[] { directory?.AccessWarning, database.TransportWarning() }.OfType<string>())
                await output.WriteLineAsync($"warning   {warning}");
            var before = await new SchemaInstaller(database).InstallAsync();
            await output.WriteLineAsync(before == SchemaVersions.Latest
                ? $"{database}: schema version {before} is up to date"
                : $"{database}: upgraded the schema from version {before} to {SchemaVersions.Latest}");
        }
        catch (StorageException unusable)
        {
            throw StartProblem.Of(unusable);
        }
    }
}
