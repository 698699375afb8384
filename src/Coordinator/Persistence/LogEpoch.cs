using System.Globalization;
using Coordinator.Contracts.Logging;

namespace Coordinator.Persistence;

/// <summary>
/// Epoch of the offsets that a database gives: the time of its last restore from a backup, or else of its installation. Consumers compare
/// offsets within one epoch only. A coordinator that begins anew with an empty database must not look like the one before it.
/// </summary>
internal static class LogEpoch
{
    private const string Select =
        "SELECT (SELECT max(epoch) FROM coordinator_restores), (SELECT installed_at FROM coordinator_schema WHERE version = 1)";

    /// <summary>Reads the epoch in Unix milliseconds. It only changes while no node runs.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public static Task<long> ReadAsync(Database database, CancellationToken ct) => database.UseAsync(
        async connection =>
        {
            await using var command = connection.Command(Select);
            await using var row = await command.ExecuteReaderAsync(ct);
            await row.ReadAsync(ct);
            return row.IsDBNull(0) ? OfInstallation(row.GetString(1)) : row.GetInt64(0);
        },
        ct);

    /// <summary>Reads the time of the installation as the database wrote it, for example <c>2026-03-01 12:00:00.5+00</c>. SQLite writes UTC.</summary>
    public static long OfInstallation(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new StorageException(
                $"The time in coordinator_schema of version 1 must be written as 2026-03-01 12:00:00+00, but is '{LogText.Escape(text)}'. Correct it.");
}
