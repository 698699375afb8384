using System.Data.Common;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Tests.EntityFramework;

/// <summary>Reads the columns of the library's tables, whatever their place, and their unique keys.</summary>
internal static class ModelColumns
{
    public const string Sqlite = """
        SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS line
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 'coordinator_%'
        ORDER BY line
        """;

    public const string PostgreSql = """
        SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, collation_name, column_default,
          identity_generation) AS line
        FROM information_schema.columns WHERE table_name LIKE 'coordinator\_%'
        ORDER BY line
        """;

    public static async Task<IReadOnlyList<string>> ReadAsync(ServiceDatabase service, string columns)
    {
        await using var connection = service.Connect();
        await connection.OpenAsync();
        await using var select = connection.Statement(columns, null);
        await using var rows = await select.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return lines;
    }
}
