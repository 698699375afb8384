namespace Coordinator.Faults.Participants;

/// <summary>
/// Deliberate bug: the rows that say of which ordering keys messages are stored never come into being. So a connected process sends at once what
/// should come behind stored messages. The checker must catch it.
/// </summary>
internal static class StoredKeysBug
{
    // Statements of one command are one transaction, which holds the lock to its end.
    private const string PostgreSql = """
        SELECT pg_advisory_xact_lock(5306);
        CREATE OR REPLACE FUNCTION forget_stored_key() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE OR REPLACE TRIGGER forget_stored_key BEFORE INSERT ON coordinator_stored_keys
          FOR EACH ROW EXECUTE FUNCTION forget_stored_key();
        """;

    public static async Task BuildInAsync(ServiceDatabase database)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await ServiceDatabase.ExecuteAsync(connection, null, PostgreSql, CancellationToken.None);
    }
}
