using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Producing;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>The commands of docs/kubernetes.md that back the database up and restore it.</summary>
public sealed class RestoreSpec
{
    private static readonly TransactionId Early = new("early");
    private static readonly TransactionId Late = new("late");

    [OwnPostgresFact]
    public async Task Transaction_that_was_open_in_the_backup_is_decided_by_the_fence_after_the_restore()
    {
        await using var database = await PostgresProcess.StartAsync();
        await database.CreateDatabaseAsync("coordinator");
        using var directory = new TempDirectory();
        var dump = directory.File("coordinator.dump");
        await using var coordinator = await TestCoordinator.StartOnAsync(database.NetworkString("coordinator"));
        var arrivals = new ArrivalLog();
        await using var consumer = await coordinator.ConsumerAsync("shipping", arrivals);
        await using var producer = await coordinator.ProducerAsync();
        await producer.SendAsync(Early, DoomedParticipant.Message(Early));

        // The backup is made while the local transaction runs, and so before the commit.
        await producer.Producer.SendAsync(
            [DoomedParticipant.Message(Late)],
            async (DbTransaction _, CancellationToken _) =>
            {
                await database.RunToolAsync("pg_dump", "--format=custom", $"--file={dump}", "--dbname=coordinator");
                return LocalOutcome.Commit;
            },
            new SendOptions { Id = Late, TransactionTimeout = TimeSpan.FromSeconds(10) });
        await Eventually.TrueAsync(() => arrivals.Of(Late).Count == 1, "the message arrives");
        await coordinator.KillAsync();
        await database.RunToolAsync("dropdb", "coordinator");
        await database.RunToolAsync("createdb", "coordinator");
        await database.RunToolAsync("pg_restore", "--dbname=coordinator", "--exit-on-error", "--single-transaction", dump);
        Assert.Equal(Verdict.Open, coordinator.ReadDecisions()[Late]);
        await coordinator.StartAgainAsync();

        await Eventually.TrueAsync(
            () => coordinator.ReadDecisions()[Late] == Verdict.Committed && arrivals.Of(Late).Count == 2,
            "the transaction is committed again, and its message arrives again");
        Assert.Equal(Verdict.Committed, coordinator.ReadDecisions()[Early]);
    }
}
