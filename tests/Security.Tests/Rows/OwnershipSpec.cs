using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Security.Tests.Targets;
using static Coordinator.Security.Tests.Targets.ParticipantTargets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>Ids, instance names and deliveries belong to whoever has them, also when another one is first or knows them.</summary>
[Collection(Collection)]
public sealed class OwnershipSpec(ParticipantTargets targets)
{
    public static TheoryData<Setup> Setups => ParticipantTargets.Setups;

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S15")]
    public async Task Rollback_of_an_id_before_its_producer_used_it_is_without_effect(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await SessionPeer.OpenAsync(target, target.Nodes[^1], RequestOf(Alice));
        await using var bob = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Bob));
        var id = SessionCommands.NewId();

        Assert.Equal(TransactionOutcome.Accepted, (await alice.AskAsync(new Rollback(id, new ProducerGroup(Alice.Group)))).Outcome);
        Assert.Equal(TransactionOutcome.Invalid, (await alice.AskAsync(new Rollback(id, new ProducerGroup(Bob.Group)))).Outcome);

        Assert.Equal(TransactionOutcome.Accepted, (await bob.AskAsync(SessionCommands.Prepare(id, Bob.Group, "bob.orders"))).Outcome);
        await alice.AskAsync(new Rollback(id, new ProducerGroup(Alice.Group)));
        Assert.Equal(TransactionOutcome.Accepted, (await bob.AskAsync(new Commit(id, new ProducerGroup(Bob.Group)))).Outcome);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S15")]
    public async Task Instance_name_that_another_participant_has_taken_is_free(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Alice) with { Instance = "web-1" });
        await using var bob = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Bob) with { Instance = "web-1" });

        foreach (var peer in (SessionPeer[])[alice, bob])
        {
            await peer.SendAsync(new Heartbeat(15));
            Assert.Equal(15, (await peer.ReceiveAsync<Heartbeat>()).Number);
        }
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S15")]
    public async Task Delivery_is_settled_only_by_the_instance_that_holds_it(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var carol = await SessionPeer.OpenAsync(target, target.Nodes[^1], RequestOf(Carol));
        await using var bob = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Bob));
        Assert.True((await bob.AskAsync(Bob.Group, "bob.held")).Accepted);
        var id = await bob.PublishAsync(Bob.Group, "bob.held");
        var held = (await bob.DeliveryOfAsync(id)).Delivery;
        Assert.True((await carol.AskAsync(Bob.Group, "bob.held")).Accepted);

        // Carol is a member of the group, and knows the delivery, but Bob's instance holds it.
        await carol.SendAsync(new Acknowledge(held), new Reject(held, "stolen"), new Retry(held), new Heartbeat(15));
        await carol.ReceiveAsync<Heartbeat>();

        // A process that is lost with one delivery would have the message back off, for longer than Carol's session lasts. So Bob takes its
        // leave, and its connection, whose end is a reset that may overtake that, stays until the message has come again.
        await bob.SendAsync(new SessionClosed("done"));

        // Bob has settled nothing, so the message comes again.
        var again = await carol.DeliveryOfAsync(id);
        await carol.SendAsync(new Acknowledge(again.Delivery));
    }
}
