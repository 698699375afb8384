using System.Globalization;
using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Table with every outcome that a service's database ever had, in the order in which they were written. Triggers write it in the same database
/// transaction as the outcome, which may be deleted later.
/// </summary>
internal static class OutcomeEvidence
{
    public const string Select = "SELECT transaction_id, outcome FROM written_outcomes ORDER BY position";

    public const string Count = "SELECT count(*) FROM written_outcomes";

    // Shorter than the time to the first check.
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private const string Sqlite = """
        CREATE TABLE IF NOT EXISTS written_outcomes (
          position INTEGER PRIMARY KEY AUTOINCREMENT, transaction_id TEXT NOT NULL, outcome TEXT NOT NULL);
        CREATE TRIGGER IF NOT EXISTS written_outcome AFTER INSERT ON coordinator_outcomes
          BEGIN INSERT INTO written_outcomes (transaction_id, outcome) VALUES (NEW.transaction_id, NEW.outcome); END;
        CREATE TRIGGER IF NOT EXISTS changed_outcome AFTER UPDATE OF outcome ON coordinator_outcomes
          BEGIN INSERT INTO written_outcomes (transaction_id, outcome) VALUES (NEW.transaction_id, NEW.outcome); END;
        """;

    // Statements of one command are one transaction, which holds the lock to its end.
    private const string PostgreSql = """
        SELECT pg_advisory_xact_lock(5304);
        CREATE TABLE IF NOT EXISTS written_outcomes (
          position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, transaction_id text NOT NULL, outcome text NOT NULL);
        CREATE OR REPLACE FUNCTION write_outcome() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO written_outcomes (transaction_id, outcome) VALUES (NEW.transaction_id, NEW.outcome);
          RETURN NULL;
        END $$;
        CREATE OR REPLACE TRIGGER written_outcome AFTER INSERT OR UPDATE OF outcome ON coordinator_outcomes
          FOR EACH ROW EXECUTE FUNCTION write_outcome();
        """;

    public static async Task EnsureAsync(ServiceDatabase database, OutcomeStore store)
    {
        await store.EnsureTablesAsync(CancellationToken.None);
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await ServiceDatabase.ExecuteAsync(connection, null, database.Dialect == SqlDialect.Sqlite ? Sqlite : PostgreSql, CancellationToken.None);
        await ServiceDatabase.ExecuteAsync(connection, null, KeyedChanges.Ddl(database.Dialect), CancellationToken.None);
    }

    /// <summary>Returns a purge that deletes outcomes by their age alone. Deliberate bug: a check that comes later finds none, and writes another one.</summary>
    public static Func<CancellationToken, Task<long>> PurgeByAge(ServiceDatabase database) => async ct =>
    {
        var before = (TimeProvider.System.GetUtcNow() - Age).ToUnixTimeMilliseconds();
        await using var connection = await database.OpenAsync(ct);
        return await ServiceDatabase.ExecuteAsync(
            connection, null, string.Create(CultureInfo.InvariantCulture, $"DELETE FROM coordinator_outcomes WHERE recorded_ms < {before}"), ct);
    };
}
