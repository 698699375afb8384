using Coordinator.Harness.Postgres;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests;

/// <summary>Reports a missing PostgreSQL: its name in the list of skipped tests appears at any verbosity.</summary>
public sealed class PostgresPresenceSpec
{
    [PresenceFact]
    public async Task PostgreSql_is_there_for_tests()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await using var connection = database.Connect();
        await connection.OpenAsync();
        Assert.Equal("on", await connection.ScalarAsync("SHOW fsync"));
        Assert.Equal(database.Name, await connection.ScalarAsync("SELECT current_database()"));
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PresenceFactAttribute : FactAttribute
    {
        public PresenceFactAttribute()
        {
            if (PostgresServer.ReasonToSkip is not { } reason)
                return;
            Skip = reason;
            DisplayName = $"All PostgreSQL tests are skipped. {reason}";
        }
    }
}
