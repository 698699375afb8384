using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Running;
using Npgsql;

namespace Coordinator.Faults.Faults;

/// <summary>Takes all connections of the server, and closes those that the coordinator has.</summary>
internal sealed class TakeConnections : IFault
{
    private const string EndOthers =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'coordinator'";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly List<NpgsqlConnection> _taken = [];
    private volatile bool _enough;
    private Task _taking = Task.CompletedTask;

    public string Target => "the coordinator's database";

    public Task StrikeAsync(RunEnvironment run)
    {
        _taking = TakeAsync($"{run.Databases.Journal.SocketString("postgres")};Pooling=false;Timeout=3");
        return Task.CompletedTask;
    }

    public async Task HealAsync(RunEnvironment run)
    {
        _enough = true;
        await _taking;
        foreach (var connection in _taken)
            await connection.DisposeAsync();
        run.Note(string.Create(CultureInfo.InvariantCulture, $"{_taken.Count} connections were taken"));
    }

    private async Task TakeAsync(string connectionString)
    {
        while (!_enough)
        {
            var connection = new NpgsqlConnection(connectionString);
            try
            {
                await connection.OpenAsync();
                _taken.Add(connection);
                await using var endOthers = new NpgsqlCommand(EndOthers, _taken[0]);
                await endOthers.ExecuteNonQueryAsync();
            }
            catch (Exception full) when (full is NpgsqlException or TimeoutException)
            {
                await connection.DisposeAsync();
                await Task.Delay(BetweenTries);
            }
        }
    }
}
