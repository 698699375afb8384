using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests which messages a group receives, by the time of its subscription and across reconnects.</summary>
public sealed class SubscriptionSpec
{
    [Fact]
    [Trait("race", "21")]
    public async Task Group_sees_later_commits_only_unless_it_asks_for_earlier_ones()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var producer = await coordinator.ProducerAsync();
        var early = await SendAsync(producer, "early");

        var late = new ArrivalLog();
        var complete = new ArrivalLog();
        await using var lateConsumer = await Participant.StartAsync(
            coordinator.ContactPoint,
            null,
            participant => participant.AddConsumer("late", DoomedParticipant.Topic, (message, _) => late.AddAsync(message)));
        await using var completeConsumer =
            await coordinator.ConsumerAsync("complete", complete);
        await SendUntilAsync(producer, () => late.All.Count > 0);
        var last = await SendAsync(producer, "last");

        await Eventually.TrueAsync(() => late.Of(last).Count > 0, "the late group sees the last message");
        await Eventually.TrueAsync(() => complete.Of(last).Count > 0, "so does the other one");
        Assert.Empty(late.Of(early));
        Assert.Single(complete.Of(early));
    }

    [Fact]
    public async Task Members_of_a_group_share_its_messages_and_each_group_gets_all()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var producer = await coordinator.ProducerAsync();
        var (one, other, points) = (new ArrivalLog(), new ArrivalLog(), new ArrivalLog());
        await using var first = await coordinator.ConsumerAsync("shipping", one);
        await using var second = await coordinator.ConsumerAsync("shipping", other);
        await using var third = await coordinator.ConsumerAsync("points", points);

        var ids = new List<TransactionId>();
        for (var number = 0; number < 100; number++)
            ids.Add(await SendAsync(producer, string.Create(CultureInfo.InvariantCulture, $"shared-{number}"), key: number));

        await Eventually.TrueAsync(() => one.All.Count + other.All.Count >= 100, "shipping has all");
        await Eventually.TrueAsync(() => points.All.Count >= 100, "points have all");
        Assert.Equal(ids.ToHashSet(), one.All.Concat(other.All).Select(arrival => arrival.Id.Transaction).ToHashSet());
        Assert.Equal(ids.ToHashSet(), points.All.Select(arrival => arrival.Id.Transaction).ToHashSet());
    }

    [Fact]
    public async Task Participants_go_on_by_themselves_when_the_coordinator_is_killed_and_comes_back()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var arrivals = new ArrivalLog();
        await using var consumer = await coordinator.ConsumerAsync("shipping", arrivals);
        await using var producer = await coordinator.ProducerAsync();
        var before = await SendAsync(producer, "before");
        await Eventually.TrueAsync(() => arrivals.Of(before).Count > 0, "the first message arrives");

        await coordinator.KillAsync();
        await coordinator.StartAgainAsync();

        var after = await SendAsync(producer, "after");
        await Eventually.TrueAsync(() => arrivals.Of(after).Count > 0, "the second message arrives");
    }

    private static async Task<TransactionId> SendAsync(Participant producer, string name, int? key = null)
    {
        var id = new TransactionId(name);
        var message = DoomedParticipant.Message(id);
        if (key is { } number)
            message = message with { OrderingKey = string.Create(CultureInfo.InvariantCulture, $"customer-{number}") };
        await producer.SendAsync(id, message);
        return id;
    }

    private static async Task SendUntilAsync(Participant producer, Func<bool> done)
    {
        for (var number = 0; !done() && number < 1_000; number++)
        {
            await SendAsync(producer, string.Create(CultureInfo.InvariantCulture, $"between-{number}"));
            await Task.Delay(20);
        }

        Assert.True(done(), "no message arrives after the subscription");
    }
}
