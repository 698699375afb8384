using System.Net;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Postgres;
using Coordinator.Participants.Common;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Kills the database as a power cut does and restarts it, without any action on the coordinator.</summary>
public sealed class DatabaseLossSpec
{
    [OwnPostgresFact, Trait("race", "17")]
    public async Task Coordinator_is_busy_while_its_database_is_away_and_then_resumes_by_itself()
    {
        await using var database = await PostgresProcess.StartAsync();
        await using var coordinator = await TestCoordinator.StartOnAsync(database.ConnectionString);
        await using var load = await Load.StartAsync(coordinator, seed: 17);
        await using var producer = await coordinator.ProducerAsync();
        await load.WorkAsync(100);
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(coordinator, "ready"));

        await load.DuringFaultAsync("postgres", async () =>
        {
            await database.KillAsync();
            await RequireBusyAsync(coordinator, producer);
            await database.StartAgainAsync();
            await load.WorkAsync(100);
        });

        Assert.Equal(HttpStatusCode.OK, await HealthAsync(coordinator, "ready"));
        Assert.Empty(HistoryChecker.Check(await load.SettledAsync()));
        Assert.True(coordinator.IsRunning);
    }

    private static async Task RequireBusyAsync(TestCoordinator coordinator, Participant producer)
    {
        var id = new TransactionId("in-vain");
        var refused = await Assert.ThrowsAsync<CoordinatorUnavailableException>(
            () => producer.Producer.PrepareAsync(id, [DoomedParticipant.Message(id)]));
        Assert.Contains("The coordinator was busy", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync(coordinator, "ready"));
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(coordinator, "live"));
    }

    private static async Task<HttpStatusCode> HealthAsync(TestCoordinator coordinator, string what)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(coordinator.Http, $"health/{what}"));
        return answer.StatusCode;
    }
}
