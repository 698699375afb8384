using System.Data.Common;
using System.Globalization;
using Coordinator.Participants.Fence;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Coordinator.Faults.Participants;

/// <summary>Database of a participant, with its business tables and the fence or the inbox.</summary>
internal sealed class ServiceDatabase(SqlDialect dialect, string connectionString)
{
    public SqlDialect Dialect => dialect;

    public DbConnection Connect()
    {
        if (dialect == SqlDialect.PostgreSql)
            return new NpgsqlConnection(connectionString);
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000";
        settings.ExecuteNonQuery();
        return connection;
    }

    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = Connect();
        if (connection.State != System.Data.ConnectionState.Open)
            await connection.OpenAsync(ct);
        return connection;
    }

    /// <returns>Number of changed rows.</returns>
    public static async Task<int> ExecuteAsync(
        DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct, params (string Name, string Value)[] parameters)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Reads one number.</summary>
    public async Task<long> CountAsync(string sql)
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads two columns of text.</summary>
    public async Task<IReadOnlyList<(string, string)>> ReadAsync(string sql)
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var rows = new List<(string, string)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }
}
