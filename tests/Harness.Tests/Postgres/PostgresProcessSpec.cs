using Coordinator.Harness.Postgres;
using Coordinator.Testing;

namespace Coordinator.Harness.Tests.Postgres;

public sealed class PostgresProcessSpec
{
    [OwnPostgresFact]
    public async Task Server_keeps_its_data_when_it_is_killed_and_started_again_and_leaves_no_directory()
    {
        string directory;
        await using (var postgres = await PostgresProcess.StartAsync())
        {
            directory = postgres.Directory;
            await using var database = await PostgresDatabase.CreateAsync(postgres.ConnectionString);
            await PostgresCommand.ExecuteAsync(database.ConnectionString, "CREATE TABLE kept (id int)");

            await postgres.KillAsync();
            Assert.False(postgres.IsRunning);
            await postgres.StartAgainAsync();

            await PostgresCommand.ExecuteAsync(database.ConnectionString, "INSERT INTO kept VALUES (1)");
        }

        Assert.False(Directory.Exists(directory));
    }

    [OwnPostgresFact]
    public async Task Server_that_cannot_start_is_reported_with_its_output()
    {
        var options = new PostgresOptions { Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" } };

        var failure = await Assert.ThrowsAsync<HarnessException>(() => PostgresProcess.StartAsync(options));

        Assert.Contains("no_such_setting", failure.Message, StringComparison.Ordinal);
    }
}
