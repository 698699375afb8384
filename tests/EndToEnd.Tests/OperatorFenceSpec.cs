using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Npgsql;

namespace Coordinator.EndToEnd.Tests;

/// <summary>An operator decides while a service holds its local transaction open, in a real database.</summary>
[Trait("race", "26")]
[Trait("attack", "L15")]
public sealed class OperatorFenceSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Operator_breaks_nothing_while_a_local_transaction_is_open_on_SQLite()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var database = coordinator.Database("orders");
        await BreaksNothingAsync(coordinator, SqlDialect.Sqlite, database.Connect);
    }

    [PostgresFact]
    public async Task Operator_breaks_nothing_while_a_local_transaction_is_open_on_PostgreSQL()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        await BreaksNothingAsync(coordinator, SqlDialect.PostgreSql, () =>
        {
            var connection = new NpgsqlConnection(postgres.ConnectionString);
            connection.Open();
            return connection;
        });
    }

    private static async Task BreaksNothingAsync(TestCoordinator coordinator, SqlDialect dialect, Func<DbConnection> connect)
    {
        var arrivals = new ArrivalLog();
        await using var consumer = await coordinator.ConsumerAsync("shipping", arrivals);
        using var http = new HttpClient { BaseAddress = coordinator.Http };
        var lone = new TransactionId("lone");
        await using (var producer = await Participant.StartAsync(
            coordinator.ContactPoint, DoomedParticipant.ProducerGroup, participant => participant.UseOutcomeStore(dialect, connect)))
        {
            await WhileSomebodyAnswersAsync(http, producer, arrivals);
            await producer.Producer.PrepareAsync(lone, [DoomedParticipant.Message(lone)], TimeSpan.FromMinutes(5));
        }

        // Nobody there: only by force.
        await Eventually.TrueAsync(
            async () => (await ResolveAsync(http, lone, "rollback")) is { StatusCode: HttpStatusCode.Conflict } answer
                && (await answer.Content.ReadAsStringAsync()).Contains("no instance of the producer group is connected", StringComparison.Ordinal),
            () => "the coordinator knows that no instance is connected");
        Assert.Equal(HttpStatusCode.OK, (await ResolveAsync(http, lone, "rollback", force: true)).StatusCode);
        Assert.Empty(arrivals.Of(lone));
    }

    private static async Task WhileSomebodyAnswersAsync(HttpClient http, Participant producer, ArrivalLog arrivals)
    {
        // Open: refused, and the business goes on.
        var paid = new TransactionId("paid");
        var (began, mayCommit) = (new TaskCompletionSource(), new TaskCompletionSource());
        var sent = producer.Producer.SendAsync(
            [DoomedParticipant.Message(paid)],
            async (DbTransaction _, CancellationToken _) =>
            {
                began.SetResult();
                await mayCommit.Task;
                return LocalOutcome.Commit;
            },
            new SendOptions { Id = paid, TransactionTimeout = TimeSpan.FromMinutes(5) });
        await began.Task.WaitAsync(Patience);
        var refused = await ResolveAsync(http, paid, "rollback");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("local transaction is still open", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        mayCommit.SetResult();
        Assert.True((await sent.WaitAsync(Patience)).Confirmed);
        await Eventually.TrueAsync(() => arrivals.Of(paid).Count > 0, "the message of the paid order arrives");

        // Committed: a rollback is refused for good.
        Assert.Equal(HttpStatusCode.Conflict, (await ResolveAsync(http, paid, "rollback")).StatusCode);

        // Not begun: the fence is written, and the local transaction fails when it comes.
        var late = new TransactionId("late");
        await producer.Producer.PrepareAsync(late, [DoomedParticipant.Message(late)], TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.Conflict, (await ResolveAsync(http, late, "commit")).StatusCode);
        var view = JsonNode.Parse(await http.GetStringAsync(new Uri($"/transactions/{late}", UriKind.Relative)))!;
        Assert.Equal("rolledBack", (string?)view["phase"]);

        var allowed = new TransactionId("allowed");
        await producer.Producer.PrepareAsync(allowed, [DoomedParticipant.Message(allowed)], TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, (await ResolveAsync(http, allowed, "rollback")).StatusCode);
        view = JsonNode.Parse(await http.GetStringAsync(new Uri($"/transactions/{allowed}", UriKind.Relative)))!;
        Assert.Equal("operator", (string?)view["decidedBy"]!["by"]);
        Assert.EndsWith("rolled back", (string?)view["decidedBy"]!["grounds"], StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> ResolveAsync(HttpClient http, TransactionId id, string decision, bool force = false) =>
        http.PostAsJsonAsync(new Uri($"/transactions/{id}/resolve", UriKind.Relative), new { decision, who = "ann", why = "asked by phone", force });
}
