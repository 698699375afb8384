using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Hosting;

/// <summary>
/// <c>schema apply</c> and <c>schema print</c>. A node by itself applies the schema when it starts; nodes of a cluster leave it to
/// the administrator of the database.
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
            var before = await new SchemaInstaller(database).InstallAsync();
            await output.WriteLineAsync(before == SchemaVersions.Latest
                ? $"{database}: schema version {before}, nothing to do"
                : $"{database}: schema version {SchemaVersions.Latest}, was {before}");
        }
        catch (StorageException unusable)
        {
            throw StartProblem.Of(unusable);
        }
    }
}
