using System.Data.Common;
using System.Globalization;

namespace Coordinator.Testing.Tests;

/// <summary>A service with payments and shipments in a SQLite database.</summary>
internal abstract class PaymentScenario : CrashScenario
{
    protected SqliteFile File { get; } = new();

    protected ServiceHost Service { get; set; } = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        File.Dispose();
    }

    protected async Task CreateAsync()
    {
        await using var connection = File.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE IF NOT EXISTS payments (id integer PRIMARY KEY); CREATE TABLE IF NOT EXISTS shipments (id integer PRIMARY KEY)";
        await command.ExecuteNonQueryAsync();
    }

    protected async Task<int> CountAsync(string table)
    {
        await using var connection = File.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    protected static async Task InsertAsync(DbTransaction transaction, string table)
    {
        await using var command = transaction.Connection!.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, $"INSERT INTO {table} DEFAULT VALUES");
        await command.ExecuteNonQueryAsync();
    }
}
