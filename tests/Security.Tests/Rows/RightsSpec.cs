using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Security.Tests.Targets;
using static Coordinator.Security.Tests.Targets.ParticipantTargets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>A participant with a session of its own reaches no topics and groups of another one.</summary>
[Collection(Collection)]
public sealed class RightsSpec(ParticipantTargets targets)
{
    public static TheoryData<Setup> Setups => ParticipantTargets.Setups;

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S14")]
    public async Task Participant_publishes_only_to_topics_of_its_rights(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Alice));
        await using var bob = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Bob));
        Assert.True((await bob.AskAsync(Bob.Group, "bob.orders")).Accepted);

        await Attack.RunAsync(target, async () =>
        {
            foreach (var topic in (string[])["bob.orders", "bob.new", "innocent", "alice", "alicex.orders"])
            {
                var reply = await alice.AskAsync(SessionCommands.Prepare(SessionCommands.NewId(), Alice.Group, topic));
                Assert.Equal(
                    (TransactionOutcome.Invalid, $"participant alice may not publish to topic {topic}."), (reply.Outcome, reply.Detail));
            }

            var id = SessionCommands.NewId();
            await alice.AskAsync(SessionCommands.Prepare(id, Alice.Group, "bob.orders"));
            Assert.Equal(TransactionOutcome.NotFound, (await alice.AskAsync(new Commit(id, new ProducerGroup(Alice.Group)))).Outcome);
        });

        // The first message of the topic is Bob's own.
        var own = await bob.PublishAsync(Bob.Group, "bob.orders");
        var delivery = await bob.ReceiveAsync<Deliver>();
        Assert.Equal(own, delivery.Id.Transaction);
        await bob.SendAsync(new Acknowledge(delivery.Delivery));
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S14")]
    public async Task Participant_subscribes_only_to_topics_and_for_groups_of_its_rights(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Alice));

        await Attack.RunAsync(target, async () =>
        {
            foreach (var (group, topic, reason) in ((string, string, string)[])
                [
                    (Alice.Group, "bob.orders", "participant alice may not subscribe to topic bob.orders."),
                    (Alice.Group, "innocent", "participant alice may not subscribe to topic innocent."),
                    (Bob.Group, "alice.orders", "participant alice may not consume for group bob."),
                ])
            {
                var reply = await alice.AskAsync(group, topic);
                Assert.Equal((false, reason), (reply.Accepted, reply.Detail));
            }
        });

        Assert.True((await alice.AskAsync(Alice.Group, "alice.orders")).Accepted);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S14")]
    public async Task Participant_opens_no_session_for_a_group_of_another(Setup setup)
    {
        var target = await targets.GetAsync(setup);

        var (opened, refused) = await SessionPeer.TryOpenAsync(target, target.Node, RequestOf(Alice) with { Group = Bob.Group });

        Assert.Null(opened);
        Assert.Equal((SessionRefusal.Credentials, "participant alice may not produce for group bob."), (refused!.Refusal, refused.Detail));
    }
}
