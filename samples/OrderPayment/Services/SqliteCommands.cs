using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OrderPayment.Services;

/// <summary>Runs commands with parameters in one expression.</summary>
internal static class SqliteCommands
{
    public static SqliteCommand Command(
        this SqliteConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    /// <summary>Executes a command within a transaction that the library began.</summary>
    /// <returns>The number of written rows.</returns>
    public static async Task<int> ExecuteAsync(
        this DbTransaction transaction, string sql, CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        var local = (SqliteTransaction)transaction;
        await using var command = local.Connection!.Command(sql, parameters);
        command.Transaction = local;
        return await command.ExecuteNonQueryAsync(ct);
    }
}
