using System.Data.Common;

namespace Coordinator.Persistence;

/// <summary>Restores of a database from a backup, which the database itself remembers.</summary>
internal sealed class Restores(Database database)
{
    private const string Select = "SELECT epoch, closed_at, closed_by, closed_why FROM coordinator_restores ORDER BY epoch DESC";

    /// <summary>Returns the restores, the last one first.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<IReadOnlyList<Restore>> ReadAsync(CancellationToken ct)
    {
        // SQLite's asynchronous methods run synchronously and would block an actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await database.UseAsync(connection => ReadAsync(connection, ct), ct);
    }

    /// <summary>Returns the epoch of offsets that are given now; 0 when the database was never restored.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<long> EpochAsync(CancellationToken ct) => await ReadAsync(ct) is [var last, ..] ? last.Epoch : 0;

    /// <summary>Records a restore. No node may run on the database, because each reads the epoch at its start.</summary>
    /// <param name="now">Time of the restore. An earlier one than that of the last restore becomes the next millisecond.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<Restore> RecordAsync(DateTimeOffset now, CancellationToken ct)
    {
        var epoch = Math.Max(now.ToUnixTimeMilliseconds(), await EpochAsync(ct) + 1);
        await ExecuteAsync("INSERT INTO coordinator_restores (epoch) VALUES (@epoch)", ct, ("@epoch", epoch));
        return new Restore(Time(epoch), Closed: null);
    }

    /// <summary>Closes a restore: no service will hand anything over any more.</summary>
    /// <returns>False when there is no such restore, or it was closed before.</returns>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<bool> CloseAsync(long epoch, RestoreEnd end, CancellationToken ct) => await ExecuteAsync(
        "UPDATE coordinator_restores SET closed_at = @at, closed_by = @who, closed_why = @why WHERE epoch = @epoch AND closed_at IS NULL",
        ct, ("@at", end.At.ToUnixTimeMilliseconds()), ("@who", end.Who), ("@why", end.Why), ("@epoch", epoch)) > 0;

    private static async Task<IReadOnlyList<Restore>> ReadAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command(Select);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<Restore>();
        while (await rows.ReadAsync(ct))
            found.Add(new Restore(Time(rows.GetInt64(0)), EndOf(rows)));
        return found;
    }

    private static RestoreEnd? EndOf(DbDataReader row) =>
        row.IsDBNull(1) ? null : new RestoreEnd(Time(row.GetInt64(1)), row.GetString(2), row.GetString(3));

    private Task<int> ExecuteAsync(string sql, CancellationToken ct, params (string Name, object Value)[] parameters) => database.UseAsync(
        async connection =>
        {
            await using var command = connection.Command(sql, parameters);
            return await command.ExecuteNonQueryAsync(ct);
        },
        ct);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
