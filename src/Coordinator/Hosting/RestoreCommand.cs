using System.Globalization;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Hosting;

/// <summary>
/// Runs <c>restore</c>. On SQLite it puts a backup in the place of the database. On PostgreSQL the administrator has restored the database. In
/// both cases it records the restore, so that offsets are told from those before it, and services hand over what the backup lacks.
/// </summary>
internal static class RestoreCommand
{
    /// <param name="options">Validated options.</param>
    /// <param name="file">Backup; <c>null</c> when none is named.</param>
    /// <param name="output">Standard output.</param>
    /// <exception cref="StartProblem">The backup or the database cannot be used, or a node runs.</exception>
    public static async Task RunAsync(CoordinatorOptions options, string? file, TextWriter output)
    {
        try
        {
            var restore = options.Storage.IsPostgres
                ? await MarkPostgresAsync(options, file)
                : await RestoreSqliteAsync(options, file, output);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                recorded the restore as epoch {restore.Epoch}. Start the nodes now: services hand over by themselves what the backup lacks.
                Until {restore.At + options.Retention.HandOver:yyyy-MM-ddTHH:mm:ssZ} no transaction is deleted (retention.handOver). When all services have
                handed over, end that: POST /restores/{restore.Epoch}/close
                """));
        }
        catch (StorageException unusable)
        {
            throw StartProblem.Of(unusable);
        }
    }

    private static async Task<Restore> RestoreSqliteAsync(CoordinatorOptions options, string? file, TextWriter output)
    {
        if (file is null)
            throw new StartProblem(StartProblem.BadOptions, "The command restore needs the backup: restore FILE.");
        if (!File.Exists(file))
            throw new StartProblem(StartProblem.BadOptions, $"There is no file {Path.GetFullPath(file)}.");
        using var directory = DataDirectory.Open(options.Storage.DataDirectory);
        var (restore, replaced) = await SqliteRestore.RunAsync(directory, file, TimeProvider.System.GetUtcNow());
        await output.WriteLineAsync($"restored {directory.DatabaseFile} from {Path.GetFullPath(file)}");
        if (replaced is not null)
            await output.WriteLineAsync($"the database that was there is kept as {replaced}");
        return restore;
    }

    private static async Task<Restore> MarkPostgresAsync(CoordinatorOptions options, string? file)
    {
        if (file is not null)
        {
            throw new StartProblem(
                StartProblem.BadOptions,
                "PostgreSQL is restored with its own tools, for example pg_restore. Then run restore without a file, which records that it happened.");
        }

        var database = options.Storage.DatabaseIn(directory: null);
        await new SchemaInstaller(database).InstallAsync();
        await RequireNoNodeAsync(database);
        return await new Restores(database).RecordAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
    }

    /// <summary>A running node would go on with the epoch that it read at its start.</summary>
    private static async Task RequireNoNodeAsync(Database database)
    {
        var holder = await database.UseAsync(
            async connection =>
            {
                await using var query = connection.Command(
                    "SELECT holder || ' until ' || to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM coordinator_leases WHERE expires_at > clock_timestamp() LIMIT 1");
                return (string?)await query.ExecuteScalarAsync();
            },
            CancellationToken.None);
        if (holder is not null)
        {
            throw new StartProblem(
                StartProblem.StorageUnusable,
                $"The database {database} is leased to node {holder}. Stop all nodes, or wait until then when the lease came with the backup, and repeat.");
        }
    }
}
