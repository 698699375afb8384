using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Waiting;
using Coordinator.Security.Tests.Targets;
using static Coordinator.Security.Tests.Targets.ParticipantTargets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>A participant that prepares for ever new topics of its rights creates few of them, and slows nobody down.</summary>
[Collection(Collection)]
public sealed class TopicLimitSpec(ParticipantTargets targets)
{
    private const int Wanted = 12_000;
    private const int InOneFrame = 100;
    private const int Burst = 100;
    private const int PerSecond = 20;

    // Nodes that create topics at the same moment may pass the limit by a few.
    private const int FewMore = 20;

    public static TheoryData<Setup> Setups => ParticipantTargets.Setups;

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S11")]
    public async Task Participant_creates_topics_at_a_limited_rate_and_up_to_a_limit(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Alice));
        var before = await CountAsync(target);
        var began = TimeProvider.System.GetTimestamp();

        await Attack.RunAsync(target, async () =>
        {
            for (var first = 0; first < Wanted; first += InOneFrame)
                await alice.SendAsync([.. Enumerable.Range(first, InOneFrame).Select(number => (IFrameItem)PrepareFor($"alice.new-{number}"))]);
        });

        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Assert.InRange(await CountAsync(target) - before, 1, Burst + (PerSecond * seconds) + 1);
        await RequireLimitAsync(target, alice);
        Assert.True(Accepts(await alice.AskAsync(PrepareFor("alice.orders"))));
    }

    [Fact]
    [Trait("attack", "S11")]
    public async Task Participant_creates_no_topic_where_topics_are_not_created_by_their_first_message()
    {
        await using var target = await Target.StartAsync(Setup.OneNode, new TargetSettings
        {
            Options = ["--topics.autoCreate", "false"],
            Participants = [Alice],
            Topics = ["alice.orders", "innocent"],
        });
        await using var alice = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Alice));

        await Attack.RunAsync(target, async () =>
        {
            var reply = await alice.AskAsync(PrepareFor("alice.new"));
            Assert.Equal(TransactionOutcome.Invalid, reply.Outcome);
            Assert.Contains("topics.autoCreate", reply.Detail, StringComparison.Ordinal);
            Assert.False((await alice.AskAsync(Alice.Group, "alice.new")).Accepted);
            Assert.True(Accepts(await alice.AskAsync(PrepareFor("alice.orders"))));
        });

        Assert.Equal(2, await CountAsync(target));
    }

    /// <summary>Goes on with one topic after the other, until there are as many as may be.</summary>
    private static async Task RequireLimitAsync(Target target, SessionPeer alice)
    {
        var number = 0;
        TransactionReply? refused = null;
        await Eventually.TrueAsync(
            async () =>
            {
                refused = await alice.AskOnceAsync(PrepareFor($"alice.more-{number++}"));
                return refused.Detail?.Contains("topics.limit", StringComparison.Ordinal) is true;
            },
            () => $"the limit is reached, and not {refused}");
        Assert.Equal(TransactionOutcome.Invalid, refused!.Outcome);
        Assert.InRange(await CountAsync(target), TopicLimit, TopicLimit + Existing.Count + FewMore);
    }

    private static Prepare PrepareFor(string topic) => SessionCommands.Prepare(SessionCommands.NewId(), Alice.Group, topic);

    private static bool Accepts(TransactionReply reply) => reply.Outcome is TransactionOutcome.Accepted;

    private static async Task<int> CountAsync(Target target)
    {
        using var http = new HttpClient();
        var topics = await http.GetFromJsonAsync<JsonElement>(new Uri(target.Node.Http, "/topics"));
        return topics.GetProperty("topics").GetArrayLength();
    }
}
