using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Tests.Tables;

/// <summary>Reads columns, indexes and rules of the library's tables from a database, to compare two databases.</summary>
internal static class TableShape
{
    private const string Sqlite = """
        SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS line
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 'coordinator_%'
        UNION ALL
        SELECT sql FROM sqlite_master WHERE type = 'index' AND name LIKE 'coordinator_%'
        ORDER BY line
        """;

    // A rule that was added without reading the existing rows differs in nothing else.
    private const string PostgreSql = """
        SELECT concat_ws(' ', table_name, ordinal_position, column_name, data_type, character_maximum_length, is_nullable,
          collation_name, column_default, identity_generation) AS line
        FROM information_schema.columns WHERE table_name LIKE 'coordinator\_%'
        UNION ALL
        SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'coordinator\_%'
        UNION ALL
        SELECT conname || ' ' || replace(pg_get_constraintdef(oid), ' NOT VALID', '') FROM pg_constraint
        WHERE conrelid::regclass::text LIKE 'coordinator\_%'
        ORDER BY line
        """;

    public static async Task<IReadOnlyList<string>> ReadAsync(ServiceDatabase service)
    {
        await using var connection = service.Connect();
        await connection.OpenAsync();
        await using var select = connection.Statement(service.Dialect == SqlDialect.Sqlite ? Sqlite : PostgreSql, null);
        await using var rows = await select.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return lines;
    }
}
