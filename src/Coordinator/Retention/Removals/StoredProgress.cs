using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Persistence;

namespace Coordinator.Retention.Removals;

/// <summary>Deletes the saved progress of removed groups. No delivery reads it again, because a later group of the name has other ids.</summary>
internal sealed class StoredProgress(Database database)
{
    private static readonly string[] Statements =
    [
        "DELETE FROM snapshot WHERE persistence_id = @id",
        "DELETE FROM journal WHERE persistence_id = @id",
        "DELETE FROM coordinator_journal_bounds WHERE persistence_id = @id",
    ];

    /// <summary>Deletes the progress of a group in a queue. A progress has few rows, because each whole save deletes those before it.</summary>
    /// <returns>Number of rows.</returns>
    public async Task<long> DeleteAsync(GroupQueue of, CancellationToken ct)
    {
        // SQLite's asynchronous methods run synchronously and would block an actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var connection = await database.OpenAsync(ct);
        var deleted = 0L;
        foreach (var statement in Statements)
        {
            await using var command = connection.Command(statement, ("@id", ProgressRegister.IdOf(of)));
            deleted += await command.ExecuteNonQueryAsync(ct);
        }

        return deleted;
    }
}
