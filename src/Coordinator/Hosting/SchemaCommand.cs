using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Hosting;

/// <summary>
/// <c>schema apply</c> and <c>schema print</c>: what a start does by itself on one node, and nodes of a cluster leave to whoever
/// rules the database.
/// </summary>
internal sealed class SchemaCommand
{
    private const string Name = "schema";
    private const string Apply = "apply";
    private const string Print = "print";

    private readonly string _verb;

    private SchemaCommand(string verb) => _verb = verb;

    /// <summary>Null when the command line says something else.</summary>
    /// <param name="arguments">All of them.</param>
    /// <param name="options">What is left for options.</param>
    /// <exception cref="StartProblem">It does not say what to do with the schema.</exception>
    public static SchemaCommand? Of(IReadOnlyList<string> arguments, out IReadOnlyList<string> options)
    {
        options = arguments;
        if (arguments.Count == 0 || arguments[0] != Name)
            return null;
        var verb = arguments.Count > 1 ? arguments[1] : null;
        options = [.. arguments.Skip(2)];
        if (verb is "--help" or "-h" or "-?")
        {
            options = ["--help"];
            return null;
        }

        return verb is Apply or Print
            ? new SchemaCommand(verb)
            : throw new StartProblem(
                StartProblem.BadOptions, $"schema is followed by {(verb is null ? "nothing" : $"'{verb}'")}; allowed are {Apply} and {Print}.");
    }

    /// <exception cref="StartProblem">The database cannot be used.</exception>
    public async Task RunAsync(CoordinatorOptions options, TextWriter output)
    {
        if (_verb == Print)
        {
            await output.WriteLineAsync(SchemaVersions.ScriptFor(StorageEngine.PostgreSql));
            return;
        }

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
