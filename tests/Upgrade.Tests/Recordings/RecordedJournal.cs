using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Coordinator.Persistence;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>Rows of a coordinator's database, one a line, each with the meaning of its bytes.</summary>
internal static class RecordedJournal
{
    private const string Table = "table";
    private const string Says = "says";

    private static readonly (string Name, string Order, string Bytes, string Serializer)[] Tables =
    [
        ("journal", "ordering", "message", "identifier"),
        ("snapshot", "persistence_id, sequence_number", "snapshot", "serializer_id"),
    ];

    public static async Task<IReadOnlyList<JsonObject>> ReadAsync(Database database, Meaning meaning)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        var rows = new List<JsonObject>();
        foreach (var (table, order, bytes, serializer) in Tables)
        {
            await using var command = Command(connection, $"SELECT * FROM {table} ORDER BY {order}");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add(Row(table, reader, bytes, serializer, meaning));
        }

        return rows;
    }

    /// <summary>Writes rows into the existing tables of any database.</summary>
    public static async Task WriteAsync(Database database, IEnumerable<JsonObject> rows)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var row in rows)
            await InsertAsync(database, connection, transaction, row);
        if (database.Engine == StorageEngine.PostgreSql)
        {
            await using var counter = Command(
                connection, "SELECT setval(pg_get_serial_sequence('journal', 'ordering'), (SELECT MAX(ordering) FROM journal))");
            await counter.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    /// <summary>Gets the meaning of a row's bytes to the release that wrote them.</summary>
    public static JsonNode MeaningOf(JsonObject row) => row[Says]!;

    public static (int Serializer, string Manifest, byte[] Bytes) PayloadOf(JsonObject row)
    {
        var (_, _, bytes, serializer) = Tables.Single(table => table.Name == (string)row[Table]!);
        return ((int)row[serializer]!, (string)row["manifest"]!, Convert.FromBase64String((string)row[bytes]!));
    }

    private static JsonObject Row(string table, DbDataReader reader, string bytes, string serializer, Meaning meaning)
    {
        var row = new JsonObject { [Table] = table };
        for (var column = 0; column < reader.FieldCount; column++)
        {
            row[reader.GetName(column)] = reader.GetValue(column) switch
            {
                DBNull => null,
                byte[] value => Convert.ToBase64String(value),
                bool value => value,
                string value => value,
                var number => Convert.ToInt64(number, CultureInfo.InvariantCulture),
            };
        }

        row[Says] = meaning.Of((int)row[serializer]!.GetValue<long>(), (string)row["manifest"]!, Convert.FromBase64String((string)row[bytes]!));
        return row;
    }

    private static async Task InsertAsync(Database database, DbConnection connection, DbTransaction transaction, JsonObject row)
    {
        var (table, _, bytes, _) = Tables.Single(each => each.Name == (string)row[Table]!);
        var columns = row.Where(column => column.Key is not (Table or Says)).ToList();
        var names = string.Join(", ", columns.Select(column => column.Key));
        var places = string.Join(", ", columns.Select(column => "@" + column.Key));
        var identity = database.Engine == StorageEngine.PostgreSql && table == "journal" ? "OVERRIDING SYSTEM VALUE" : "";
        await using var insert = Command(connection, $"INSERT INTO {table} ({names}) {identity} VALUES ({places})");
        insert.Transaction = transaction;
        foreach (var (name, value) in columns)
        {
            var parameter = insert.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = name == bytes ? Convert.FromBase64String((string)value!) : Value(value);
            insert.Parameters.Add(parameter);
        }

        await insert.ExecuteNonQueryAsync();
    }

    private static object Value(JsonNode? value) => value?.GetValueKind() switch
    {
        null => DBNull.Value,
        System.Text.Json.JsonValueKind.True => true,
        System.Text.Json.JsonValueKind.False => false,
        System.Text.Json.JsonValueKind.Number => value.GetValue<long>(),
        _ => value.GetValue<string>(),
    };

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of our own tables and columns.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
