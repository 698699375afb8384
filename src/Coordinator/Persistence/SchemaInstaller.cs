using System.Data.Common;
using System.Globalization;

namespace Coordinator.Persistence;

/// <summary>Upgrades a database to this release's schema before it is used, or refuses it.</summary>
internal sealed class SchemaInstaller(Database database)
{
    // In PostgreSQL, nodes that start together install one after the other. In SQLite, the write lock has the same effect.
    private const string Serialize = "SELECT pg_advisory_xact_lock(5302)";

    /// <returns>Version of the schema before; 0 when there was none.</returns>
    /// <exception cref="StorageException">The database cannot be reached, or a newer release has written it.</exception>
    public Task<int> InstallAsync(CancellationToken cancellationToken = default) => database.UseAsync(
        async connection =>
        {
            await EnterWriteAheadModeAsync(connection, cancellationToken);
            return await UpgradeAsync(connection, cancellationToken);
        },
        cancellationToken);

    /// <summary>Requires the schema of this release, and changes nothing.</summary>
    /// <exception cref="StorageException">The database cannot be reached, or its schema has another version.</exception>
    public Task RequireAsync(CancellationToken cancellationToken = default) => database.UseAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var found = await HasBookkeepingAsync(connection, transaction, cancellationToken)
                ? await FoundVersionAsync(connection, transaction, cancellationToken)
                : 0;
            if (found < SchemaVersions.Latest)
            {
                throw new StorageException(
                    $"The database {database} has schema version {found}, but this release needs version {SchemaVersions.Latest}. "
                    + "Nodes of a cluster do not upgrade it. Run \"schema apply\" with the same options first.");
            }

            return found;
        },
        cancellationToken);

    private async Task EnterWriteAheadModeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (database.Engine != StorageEngine.Sqlite)
            return;
        // In effect for a file without tables only. It must come before the write-ahead log.
        await using (var vacuum = Command(connection, null, SqlitePages.Incremental))
            await vacuum.ExecuteNonQueryAsync(cancellationToken);
        // The file keeps this setting. Every connection has synchronous=FULL by default.
        await using var mode = Command(connection, null, "PRAGMA journal_mode = WAL");
        if (await mode.ExecuteScalarAsync(cancellationToken) is not "wal")
            throw new StorageException($"The database {database} cannot use a write-ahead log. Move it to a local disk, not a network share.");
    }

    private async Task<int> UpgradeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (database.Engine == StorageEngine.PostgreSql)
            await ExecuteAsync(connection, transaction, Serialize, cancellationToken);
        await ExecuteAsync(connection, transaction, SchemaVersions.Bookkeeping, cancellationToken);
        var found = await FoundVersionAsync(connection, transaction, cancellationToken);
        for (var version = found + 1; version <= SchemaVersions.Latest; version++)
            await InstallAsync(connection, transaction, version, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found;
    }

    private async Task InstallAsync(
        DbConnection connection, DbTransaction transaction, int version, CancellationToken cancellationToken)
    {
        foreach (var script in SchemaVersions.ScriptsOf(version, database.Engine))
            await ExecuteAsync(connection, transaction, script, cancellationToken);
        await ExecuteAsync(connection, transaction, SchemaVersions.Record(version), cancellationToken);
    }

    private static async Task<bool> HasBookkeepingAsync(
        DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var query = Command(connection, transaction, "SELECT to_regclass('coordinator_schema') IS NOT NULL");
        return await query.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task<int> FoundVersionAsync(
        DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var query = Command(connection, transaction, "SELECT COALESCE(MAX(version), 0) FROM coordinator_schema");
        var found = Convert.ToInt32(await query.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        return found <= SchemaVersions.Latest
            ? found
            : throw new StorageException(
                $"The database {database} has schema version {found}, but this release supports versions up to {SchemaVersions.Latest}. "
                + "A newer release has upgraded it. Start that release, or use another database.");
    }

    private static async Task ExecuteAsync(
        DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, transaction, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Every statement is a constant or a script of this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
