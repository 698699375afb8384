using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Deletes groups and topics over the HTTP API of a node, with participants in other processes.</summary>
public sealed class RemovalSpec
{
    private const string Entries = "SELECT count(*) FROM journal WHERE manifest = 'qe'";

    [Fact]
    [Trait("race", "61")]
    public async Task Group_is_deleted_when_its_loss_is_confirmed_and_then_holds_no_messages()
    {
        await using var coordinator = await TestCoordinator.StartAsync("--retention.messages", "1s", "--retention.interval", "1s");
        await using var producer = await coordinator.ProducerAsync();
        using var http = new HttpClient { BaseAddress = coordinator.Http };
        await using (await coordinator.ConsumerAsync("shipping", new ArrivalLog()))
        {
            await Eventually.TrueAsync(async () => (await DeleteAsync(http, "/groups/shipping")).Status == HttpStatusCode.Conflict, () => "the group exists");
            Assert.Contains("Stop or unsubscribe them first", (await DeleteAsync(http, "/groups/shipping")).Detail, StringComparison.Ordinal);
        }

        await Eventually.TrueAsync(
            async () => (await DeleteAsync(http, "/groups/shipping")).Lose is not null, () => "the consumer has left");
        for (var i = 0; i < 5; i++)
            await SendAsync(producer.Producer);

        var shown = await DeleteAsync(http, "/groups/shipping");
        Assert.Equal(HttpStatusCode.Conflict, shown.Status);
        Assert.Contains("5 messages of topic doomed.orders that group shipping has not handled", shown.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await DeleteAsync(http, "/groups/shipping", shown.Lose, who: "")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await DeleteAsync(http, "/groups/shipping", "5-5-0-0000000000000000")).Status);
        Assert.Equal(5, coordinator.Journal.Count(Entries));
        var done = await DeleteAsync(http, "/groups/shipping", shown.Lose);
        Assert.Equal((HttpStatusCode.OK, true), (done.Status, done.Body.Contains("ann", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await DeleteAsync(http, "/groups/shipping", shown.Lose)).Status);

        await Eventually.TrueAsync(() => coordinator.Journal.Count(Entries) == 0, "retention deletes what the group had not handled");
        var arrivals = new ArrivalLog();
        await using var consumer = await coordinator.ConsumerAsync("shipping", arrivals);
        var next = await SendAsync(producer.Producer);
        await Eventually.TrueAsync(() => arrivals.Of(next).Count > 0, "a group of the same name is a new one");
        Assert.Single(arrivals.All);
    }

    [Fact]
    [Trait("race", "62")]
    [Trait("race", "63")]
    public async Task Topic_is_deleted_over_a_crash_and_its_offsets_go_on_when_it_is_created_again()
    {
        await using var coordinator = await TestCoordinator.StartAsync(
            "--retention.interval", "1s", "--topics.queuesPerTopic", "1", "--sessions.commandTimeout", "1s");
        await using var producer = await coordinator.ProducerAsync();
        for (var i = 0; i < 3; i++)
            await SendAsync(producer.Producer);
        var place = $"/topics/{DoomedParticipant.Topic}";
        var open = await producer.Producer.PrepareAsync([DoomedParticipant.Message(new TransactionId("open"))], TimeSpan.FromHours(1));
        using (var http = new HttpClient { BaseAddress = coordinator.Http })
        {
            Assert.Contains($"{open} is Prepared", (await DeleteAsync(http, place)).Detail, StringComparison.Ordinal);
            await producer.Producer.RollbackAsync(open);
            var shown = await DeleteAsync(http, place);
            Assert.Contains("3 messages that topic doomed.orders keeps", shown.Detail, StringComparison.Ordinal);

            Assert.Equal(HttpStatusCode.Accepted, (await DeleteAsync(http, place, shown.Lose)).Status);
        }

        await coordinator.KillAsync();
        await coordinator.StartAgainAsync();
        using var again = new HttpClient { BaseAddress = coordinator.Http };
        await Eventually.TrueAsync(
            async () => (await again.GetStringAsync(new Uri($"{place}/removals", UriKind.Relative))).Contains("completed", StringComparison.Ordinal),
            () => "the deletion ends",
            TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NotFound, (await again.GetAsync(new Uri(place, UriKind.Relative))).StatusCode);
        await Eventually.TrueAsync(() => coordinator.Journal.Count(Entries) == 0, "its rows are deleted");

        await Eventually.TrueAsync(
            async () => await TrySendAsync(producer.Producer), () => "the topic is created again", TimeSpan.FromMinutes(1));
        Assert.Equal(4, coordinator.Journal.Count("SELECT min(sequence_number) FROM journal WHERE manifest = 'qe'"));
        var arrivals = new ArrivalLog();
        await using var consumer = await coordinator.ConsumerAsync("shipping", arrivals);
        await Eventually.TrueAsync(() => arrivals.All.Count > 0, "a new group gets what is new");
    }

    private static async Task<TransactionId> SendAsync(ITransactionalProducer producer)
    {
        var id = await producer.PrepareAsync([DoomedParticipant.Message(new TransactionId("order"))], TimeSpan.FromHours(1));
        await producer.CommitAsync(id);
        return id;
    }

    private static async Task<bool> TrySendAsync(ITransactionalProducer producer)
    {
        try
        {
            await SendAsync(producer);
            return true;
        }
        catch (Exception busy) when (busy is not OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<Deletion> DeleteAsync(HttpClient http, string place, string? lose = null, string who = "ann")
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(place, UriKind.Relative));
        if (lose is not null)
            request.Content = JsonContent.Create(new { who, why = "not used any more", lose });
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        var json = JsonDocument.Parse(body).RootElement;
        return new Deletion(
            answer.StatusCode,
            body,
            json.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : "",
            json.TryGetProperty("lose", out var shown) ? shown.GetString() : null);
    }

    private sealed record Deletion(HttpStatusCode Status, string Body, string Detail, string? Lose);
}
