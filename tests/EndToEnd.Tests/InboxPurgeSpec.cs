using System.Collections.Concurrent;
using System.Data.Common;
using System.Net.Http.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests a service that forgets the messages which the coordinator never delivers again.</summary>
public sealed class InboxPurgeSpec
{
    private const string Group = "shipping";
    private const string Rows = "SELECT count(*) FROM coordinator_inbox";
    private const string Effects = "SELECT count(*) FROM effects";

    [Fact]
    [Trait("race", "53"), Trait("race", "55")]
    public async Task Rows_go_and_no_message_has_a_second_effect_also_a_letter_that_is_replayed_after_its_entry_is_deleted()
    {
        await using var coordinator = await TestCoordinator.StartAsync(
            "--retention.messages", "1s", "--retention.interval", "1s", "--delivery.boundInterval", "1s", "--delivery.maxAttempts", "1");
        var database = coordinator.Database("shipping");
        database.Execute("CREATE TABLE effects (message_id TEXT NOT NULL)");
        var (handled, isMended) = (new ConcurrentQueue<ReceivedMessage>(), false);
        await using var consumer = await StartAsync();
        var ownInbox = coordinator.Database("points");
        await using var own = await StartOwnInboxAsync(coordinator, ownInbox);
        await using var producer = await coordinator.ProducerAsync();
        for (var number = 1; number <= 20; number++)
        {
            var id = new TransactionId($"order-{number}");
            await producer.SendAsync(id, DoomedParticipant.Message(id));
        }

        await Eventually.TrueAsync(() => database.Count(Effects) == 19, "all but the broken one have their effect");
        await Eventually.TrueAsync(() => database.Count(Rows) == 0, "the rows of what never comes again are purged");
        await Eventually.TrueAsync(
            () => coordinator.Journal.Count("SELECT count(*) FROM journal WHERE manifest = 'qe'") == 0, "the entries are deleted");
        await Eventually.TrueAsync(() => ownInbox.Count(Rows) == 0 && ownInbox.Count(Effects) == 20, "an inbox that handlers use themselves is purged too");
        // A handler that was paused since the first delivery.
        Assert.False(await RecordAsync(database, handled.First(message => message.Id.Transaction.Value == "order-1")));
        Assert.Equal(0, database.Count(Rows));

        await coordinator.StartAgainAsync();
        isMended = true;
        await ReplayAsync(coordinator);
        await Eventually.TrueAsync(() => database.Count(Effects) == 20, "the dead letter has its effect");
        await Eventually.TrueAsync(() => database.Count(Rows) == 0, "the row of the dead letter is purged when its copy is gone");
        Assert.False(await RecordAsync(database, handled.Last(message => message.Id.Transaction.Value == "order-7")));
        Assert.Equal(20, database.Count("SELECT count(DISTINCT message_id) FROM effects"));

        Task<Participant> StartAsync() => Participant.StartAsync(coordinator.ContactPoint, null, participant => participant.AddConsumer(
            Group,
            DoomedParticipant.Topic,
            SqlDialect.Sqlite,
            database.Connect,
            HandleAsync,
            options => (options.StartFrom, options.PurgeInterval, options.KeepAtLeast) =
                (StartPosition.FromBeginning, TimeSpan.FromSeconds(1), TimeSpan.Zero)));

        async Task HandleAsync(ReceivedMessage message, DbTransaction transaction, CancellationToken ct)
        {
            handled.Enqueue(message);
            if (message.Id.Transaction.Value == "order-7" && !isMended)
                throw new RejectMessageException("broken");
            await using var insert = transaction.Connection!.CreateCommand();
            (insert.CommandText, insert.Transaction) = ($"INSERT INTO effects (message_id) VALUES ('{message.Id}')", transaction);
            await insert.ExecuteNonQueryAsync(ct);
        }
    }

    private static Task<Participant> StartOwnInboxAsync(TestCoordinator coordinator, SqliteDatabase database)
    {
        database.Execute("CREATE TABLE effects (message_id TEXT NOT NULL)");
        return Participant.StartAsync(coordinator.ContactPoint, null, participant => participant.AddConsumer(
            "points",
            DoomedParticipant.Topic,
            async (message, _) =>
            {
                if (await RecordAsync(database, message))
                    database.Execute($"INSERT INTO effects (message_id) VALUES ('{message.Id}')");
            },
            options =>
            {
                (options.StartFrom, options.PurgeInterval, options.KeepAtLeast) = (StartPosition.FromBeginning, TimeSpan.FromSeconds(1), TimeSpan.Zero);
                options.PurgeInbox(SqlDialect.Sqlite, database.Connect);
            }));
    }

    private static async Task<bool> RecordAsync(SqliteDatabase database, ReceivedMessage message)
    {
        await using var connection = database.Connect();
        await using var transaction = await connection.BeginTransactionAsync();
        var isNew = await new InboxStore(SqlDialect.Sqlite).TryRecordAsync(transaction, message.Delivery, message.Id);
        await transaction.CommitAsync();
        return isNew;
    }

    private static async Task ReplayAsync(TestCoordinator coordinator)
    {
        using var http = new HttpClient { BaseAddress = coordinator.Http };
        using var answer = await http.PostAsJsonAsync($"/groups/{Group}/dead-letters/replay", new { who = "ann", why = "mended" });
        answer.EnsureSuccessStatusCode();
    }
}
