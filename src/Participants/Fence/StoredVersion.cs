using System.Data.Common;
using System.Globalization;

namespace Coordinator.Participants.Fence;

/// <summary>Version of the tables in a database.</summary>
/// <param name="Number">Version of their layout.</param>
/// <param name="CompatibleFrom">Oldest version whose libraries may work with them.</param>
internal sealed record StoredVersion(int Number, int CompatibleFrom)
{
    /// <summary>Version of tables from before versions were recorded.</summary>
    public static readonly StoredVersion First = new(1, 1);

    /// <summary>Reads the version. <c>null</c>: the main table does not exist.</summary>
    public static async Task<StoredVersion?> ReadAsync(
        TableSet tables, DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        if (!await ExistsAsync(tables.Name))
            return null;
        if (!await ExistsAsync(SharedTables.Versions))
            return First;
        await using var select = connection.Statement(
            $"SELECT version, compatible_from FROM {SharedTables.Versions} WHERE name = @name", transaction, ("@name", tables.Name));
        await using var row = await select.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new StoredVersion(row.GetInt32(0), row.GetInt32(1)) : First;

        async Task<bool> ExistsAsync(string name)
        {
            await using var exists = connection.Statement(SharedTables.Exists(tables.Dialect), transaction, ("@name", name));
            return Convert.ToBoolean(await exists.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Returns the reason why this library must not work with the tables. <c>null</c>: it may.</summary>
    public TableVersionException? Refusal(TableSet tables, Exception? inner = null)
    {
        if (Number < tables.Version)
            return TableVersionException.Older(tables, Number, inner);
        return CompatibleFrom > tables.Version ? TableVersionException.Newer(tables, this) : null;
    }
}
