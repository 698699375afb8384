using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests a node that forgets transactions after some seconds.</summary>
[Trait("race", "39")]
public sealed class RetentionSpec
{
    [Fact]
    public async Task Ended_transactions_go_and_are_refused_as_expired_and_an_open_one_stays()
    {
        await using var coordinator = await TestCoordinator.StartAsync("--retention.transactions", "5s", "--retention.interval", "1s");
        await using var producer = await coordinator.ProducerAsync();
        var open = await PrepareAsync(producer.Producer);
        var committed = await PrepareAsync(producer.Producer);
        await producer.Producer.CommitAsync(committed);
        await producer.Producer.CommitAsync(committed);
        var rolledBack = await PrepareAsync(producer.Producer);
        await producer.Producer.RollbackAsync(rolledBack);

        await Eventually.TrueAsync(
            () => coordinator.Journal.Count("SELECT count(DISTINCT persistence_id) FROM journal WHERE persistence_id LIKE 't-%'") == 1,
            "the transactions that have ended are deleted");

        await ExpectExpiredAsync(producer.Producer, committed);
        await coordinator.StartAgainAsync();
        await ExpectExpiredAsync(producer.Producer, rolledBack);
        using var http = new HttpClient { BaseAddress = coordinator.Http };
        using var gone = await http.GetAsync(new Uri($"/transactions/{committed}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        await Eventually.TrueAsync(async () => (await KeptAsync(http)).Contains("open", StringComparison.Ordinal), () => "what is kept is shown");
        await producer.Producer.CommitAsync(open);
        await Eventually.TrueAsync(
            () => coordinator.Journal.Count("SELECT count(*) FROM journal WHERE persistence_id LIKE 't-%'") == 0,
            "the last transaction is deleted when it has ended");
        Assert.Equal(2, coordinator.Journal.Count("SELECT count(*) FROM journal WHERE manifest = 'qe'"));
    }

    /// <summary>The queue remembers the id of its last entry, whatever its age. That entry is of the earlier life.</summary>
    [Fact]
    public async Task Own_id_that_is_forgotten_is_a_new_one_and_its_message_is_stored_again()
    {
        await using var coordinator = await TestCoordinator.StartAsync("--retention.transactions", "2s", "--retention.interval", "1s");
        await using var producer = await coordinator.ProducerAsync();
        var id = new TransactionId("weekly-report");
        for (var life = 1; life <= 2; life++)
        {
            await producer.Producer.PrepareAsync(id, [DoomedParticipant.Message(id)]);
            await producer.Producer.CommitAsync(id);
            Assert.Equal(life, coordinator.Journal.Count("SELECT count(*) FROM journal WHERE manifest = 'qe'"));
            await Eventually.TrueAsync(
                () => coordinator.Journal.Count("SELECT count(*) FROM journal WHERE persistence_id LIKE 't-%'") == 0, "the transaction is deleted");
        }
    }

    private static async Task<TransactionId> PrepareAsync(ITransactionalProducer producer) =>
        await producer.PrepareAsync([DoomedParticipant.Message(new TransactionId("order"))], TimeSpan.FromHours(1));

    private static async Task ExpectExpiredAsync(ITransactionalProducer producer, TransactionId id)
    {
        var commit = await Assert.ThrowsAsync<TransactionExpiredException>(() => producer.CommitAsync(id));
        Assert.Equal(TransactionOutcome.Expired, commit.Outcome);
        await Assert.ThrowsAsync<TransactionExpiredException>(() => producer.RollbackAsync(id));
        await Assert.ThrowsAsync<TransactionExpiredException>(() => producer.PrepareAsync(id, [DoomedParticipant.Message(id)]));
    }

    private static async Task<string> KeptAsync(HttpClient http)
    {
        var shown = await http.GetFromJsonAsync<JsonElement>("/retention");
        return shown.GetProperty("kinds")[0].GetProperty("kept").ToString();
    }
}
