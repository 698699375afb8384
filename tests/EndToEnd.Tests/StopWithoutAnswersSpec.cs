using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Stops a node whose database or participants do not answer.</summary>
public sealed class StopWithoutAnswersSpec
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = DrainTimeout + TimeSpan.FromSeconds(3);

    [OwnPostgresTheory]
    // Entities that wait for a write cannot stop in order. If one does, the node ends when its time is up.
    [InlineData("is killed", 0, 13)]
    [InlineData("does not answer", 0, 13)]
    public async Task Node_whose_database_is_away_stops_in_time(string how, params int[] exitCodes)
    {
        await using var database = await PostgresProcess.StartAsync();
        await using var coordinator = await TestCoordinator.StartAsync("--postgres", database.ConnectionString, "--sessions.drainTimeout", "3s");
        await using var load = await Load.StartAsync(coordinator, seed: 18);
        await load.WorkAsync(100);
        using var away = how == "is killed" ? null : database.Pause();
        if (away is null)
            await database.KillAsync();

        await RequireStopAsync(coordinator, exitCodes);
    }

    [Fact]
    public async Task Node_whose_participants_stand_still_stops_in_time()
    {
        await using var coordinator = await TestCoordinator.StartAsync("--sessions.drainTimeout", "3s");
        await using var process = ChildProcess.Start(DotNet.Run(DoomedParticipant.Assembly, DoomedParticipant.Produce(
            coordinator.ContactPoint, coordinator.DatabasePath("orders"), new TransactionId("standing-still"), Moment.AfterPrepare)));
        await process.LineAsync(DoomedParticipant.Reached, TimeSpan.FromSeconds(60));
        process.Pause();
        try
        {
            await RequireStopAsync(coordinator, 0);
        }
        finally
        {
            process.Resume();
        }
    }

    private static async Task RequireStopAsync(TestCoordinator coordinator, params int[] exitCodes)
    {
        coordinator.Terminate();

        Assert.Contains(await coordinator.ExitAsync(Limit), exitCodes);
        Assert.DoesNotContain("Unhandled exception", coordinator.Output, StringComparison.Ordinal);
    }
}
