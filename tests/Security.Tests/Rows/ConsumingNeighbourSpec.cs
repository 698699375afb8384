using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Waiting;
using Coordinator.Security.Tests.Targets;
using static Coordinator.Security.Tests.Targets.NeighbourTargets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>A consumer group that is stuck, that fails or that has many topics slows down no producer, and no other group of its topic.</summary>
[Collection(Collection)]
public sealed class ConsumingNeighbourSpec(NeighbourTargets targets)
{
    private const int Room = 16;
    private const int MostSubscriptions = NeighbourTargets.Subscriptions;
    private const int Messages = 200;

    private static readonly ConsumerGroup Group = new(Alice.Group);

    // One node: with three on few cores, the other collections that run beside are as loud as the neighbour.
    public static TheoryData<Setup> Setups => [Setup.OneNode];

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task Group_whose_room_is_full_waits_alone(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await Neighbour.OpenAsync(target, Alice);
        await alice.SendAsync(SubscribeTo("alice.stuck"));
        await using var probe = await GroupProbe.OpenAsync(target, "alice.stuck");
        var before = await probe.Percentile99Async();

        await Attack.RunAsync(
            target,
            async () =>
            {
                await PublishAsync(alice, "alice.stuck");
                await Eventually.TrueAsync(() => alice.Deliveries >= Room, () => $"{Room} deliveries, of which {alice.Deliveries} have come");
                await probe.RequireAsync(before, nameof(Group_whose_room_is_full_waits_alone));
            },
            Attack.TwiceItsOwn);

        Assert.Equal(Room, alice.Deliveries);
        Assert.Contains("noRoom", await GroupAsync(target, "alice.stuck"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task Group_that_fails_every_message_waits_alone(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await Neighbour.OpenAsync(target, Alice, FailAtOnce);
        await using var probe = await GroupProbe.OpenAsync(target, "alice.failing");
        var before = await probe.Percentile99Async();
        await alice.SendAsync(SubscribeTo("alice.failing"));

        await Attack.RunAsync(
            target,
            async () =>
            {
                var deliveries = alice.Deliveries;
                await Pressure.KeepUpAsync(() => PublishAsync(alice, "alice.failing"));
                await Eventually.TrueAsync(() => alice.Deliveries - deliveries >= 2 * Messages, () => $"deliveries again, of which {alice.Deliveries} have come");
                await probe.RequireAsync(before, nameof(Group_that_fails_every_message_waits_alone));
            },
            Attack.TwiceItsOwn);
        await Eventually.TrueAsync(
            async () => (await HttpAsync(target, $"/groups/{Alice.Group}/dead-letters")).Contains("alice.failing", StringComparison.Ordinal),
            () => $"there are dead letters, after {alice.Deliveries} deliveries");
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task Subscriptions_to_as_many_topics_as_a_session_may_have_harm_nobody(Setup setup)
    {
        var target = await targets.GetAsync(setup);

        await Attack.RunAsync(
            target,
            async () =>
            {
                await using var alice = await Neighbour.OpenAsync(target, Alice);
                var name = $"alice.many-{Path.GetRandomFileName()}";
                for (var number = 0; number <= MostSubscriptions; number++)
                    await alice.SendAsync(SubscribeTo($"{name}-{number}"));
                await Eventually.TrueAsync(
                    () => alice.Subscribed + alice.RefusedSubscriptions > MostSubscriptions,
                    () => $"{MostSubscriptions} subscriptions, of which there are {alice.Subscribed}, and {alice.RefusedSubscriptions} refused");
                Figures.Write($"{alice.Subscribed} subscriptions, {alice.RefusedSubscriptions} refused");
                Assert.InRange(alice.RefusedSubscriptions, 1, MostSubscriptions);
            });
    }

    private static Retry? FailAtOnce(IFrameItem item) => item is Deliver deliver ? new Retry(deliver.Delivery, TimeSpan.Zero, "it always fails") : null;

    private static Subscribe SubscribeTo(string topic) =>
        new(Group, new Topic(topic), StartPosition.FromBeginning, Room, TimeSpan.FromMinutes(10), Tags: []);

    private static async Task PublishAsync(Neighbour alice, string topic)
    {
        var ids = Enumerable.Range(0, Messages).Select(_ => SessionCommands.NewId()).ToList();
        await alice.RunAsync(ids.Select(id => SessionCommands.Prepare(id, Alice.Group, topic)));
        await alice.RunAsync(ids.Select(id => new Commit(id, new ProducerGroup(Alice.Group))));
    }

    private static Task<string> GroupAsync(Target target, string topic) => HttpAsync(target, $"/groups/{Alice.Group}/topics/{topic}");

    private static async Task<string> HttpAsync(Target target, string path)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(target.Node.Http, path));
    }
}
