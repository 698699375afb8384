using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Security.Tests.Targets;
using static Coordinator.Security.Tests.Targets.ParticipantTargets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>A participant that opens as many sessions as it can leaves room for the others.</summary>
[Collection(Collection)]
public sealed class SessionLimitSpec(ParticipantTargets targets)
{
    private const int LimitPerParticipant = 200;
    private const int AtOnce = 10;

    public static TheoryData<Setup> Setups => ParticipantTargets.Setups;

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S10")]
    public async Task Participant_that_has_all_sessions_that_it_may_have_takes_none_of_others(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        List<SessionPeer> sessions = [];
        try
        {
            await Attack.RunAsync(target, async () =>
            {
                while (sessions.Count < LimitPerParticipant)
                {
                    var opened = Enumerable.Range(0, AtOnce).Select(_ => SessionPeer.OpenAsync(target, target.Node, RequestOf(Alice)));
                    sessions.AddRange(await Task.WhenAll(opened));
                }

                var (_, refused) = await SessionPeer.TryOpenAsync(target, target.Node, RequestOf(Alice));
                Assert.Equal(SessionRefusal.NotReady, refused!.Refusal);
                Assert.Contains("participant alice has reached its limit of 200 sessions", refused.Detail, StringComparison.Ordinal);
                await RequireServedAsync(target);
            });
        }
        finally
        {
            foreach (var session in sessions)
                await session.DisposeAsync();
        }
    }

    private static async Task RequireServedAsync(Target target)
    {
        foreach (var node in target.Nodes)
        {
            await using var bob = await SessionPeer.OpenAsync(target, node, RequestOf(Bob));
            var reply = await bob.AskAsync(SessionCommands.Prepare(SessionCommands.NewId(), Bob.Group, "bob.orders"));
            Assert.Equal(TransactionOutcome.Accepted, reply.Outcome);
        }
    }
}
