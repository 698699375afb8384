using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Waiting;
using Coordinator.Security.Tests.Targets;
using static Coordinator.Security.Tests.Targets.NeighbourTargets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>A producer that reaches the limits of its session, its group or its queue does not slow another one down.</summary>
[Collection(Collection)]
public sealed class ProducingNeighbourSpec(NeighbourTargets targets)
{
    private const int Transactions = 1_000;

    // Twice the bytes that may wait for their replies.
    private const int LargeAtOnce = 32;

    // A coordinator that stores them as fast as they arrive needs more of them to be at its limit.
    private const int MostLarge = 512;

    private static readonly ProducerGroup Group = new(Alice.Group);

    private static readonly TimeSpan FirstCheck = TimeSpan.FromMilliseconds(100);

    public static TheoryData<Setup> Setups => NeighbourTargets.Setups;

    [Theory]
    [MemberData(nameof(Setups))]
    public Task Checks_that_nobody_answers_take_the_turns_of_their_own_group(Setup setup) =>
        RequireOwnTurnsAsync(setup, _ => null, nameof(Checks_that_nobody_answers_take_the_turns_of_their_own_group));

    [Fact]
    public Task Checks_that_always_fail_take_the_turns_of_their_own_group() =>
        RequireOwnTurnsAsync(Setup.OneNode, Fail, nameof(Checks_that_always_fail_take_the_turns_of_their_own_group));

    [Fact]
    public async Task Commands_beyond_the_limit_of_a_session_are_answered_busy()
    {
        var target = await targets.GetAsync(Setup.OneNode);
        await using var alice = await Neighbour.OpenAsync(target, Alice);

        await Attack.RunAsync(
            target,
            () => Pressure.KeepUpAsync(async () =>
            {
                var ids = NewIds(2 * CommandsInFlight);
                await alice.RunAsync(ids.Select(id => SessionCommands.Prepare(id, Alice.Group, "alice.orders")));
                await alice.RunAsync(ids.Take(CommandsInFlight / 2).Select(id => new Rollback(id, Group)));
            }),
            Attack.TwiceItsOwn);

        Assert.InRange(alice.CountOf(TransactionOutcome.Busy), 1, int.MaxValue);
    }

    [Fact]
    public async Task Appends_that_a_queue_refuses_leave_other_queues_alone()
    {
        var target = await targets.GetAsync(Setup.OneNode);
        await using var alice = await Neighbour.OpenAsync(target, Alice);
        var refused = await RefusedAppendsAsync(target);

        await Attack.RunAsync(
            target,
            () => Pressure.KeepUpAsync(async () =>
            {
                var ids = NewIds(CommandsInFlight / 2);
                await alice.RunAsync(ids.Select(id => SessionCommands.Prepare(id, Alice.Group, "alice.orders")));
                await alice.RunAsync(ids.Select(id => new Commit(id, Group)));
            }),
            Attack.TwiceItsOwn);

        Assert.InRange(await RefusedAppendsAsync(target) - refused, 1, double.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task Messages_of_the_largest_size_leave_room_for_small_ones(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await Neighbour.OpenAsync(target, Alice);
        var body = new byte[MessageLimits.MaxTransactionBytes - 64];
        var sent = 0;

        await Attack.RunAsync(
            target,
            () => Pressure.KeepUpAsync(async () =>
            {
                var (busy, most) = (alice.CountOf(TransactionOutcome.Busy), sent + MostLarge);
                do
                {
                    var ids = NewIds(LargeAtOnce);
                    foreach (var id in ids)
                        await alice.SendAsync(new Prepare(id, Group, [new Message { Topic = new Topic("alice.orders"), Body = body }]));
                    sent += ids.Count;
                }
                while (alice.CountOf(TransactionOutcome.Busy) == busy && sent < most);

                await Eventually.TrueAsync(() => alice.Replies >= sent, () => $"{sent} replies, of which {alice.Replies} have come");
            }));

        Figures.Write($"{sent} messages of 4 MiB, {alice.CountOf(TransactionOutcome.Busy)} answered busy");
        Assert.InRange(alice.CountOf(TransactionOutcome.Busy), 1, sent);
    }

    private static CheckAnswer? Fail(IFrameItem item) =>
        item is CheckTransaction check ? new CheckAnswer(check.Id, check.Group, check.Number, CheckVerdict.Failed) : null;

    private static List<TransactionId> NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => SessionCommands.NewId())];

    private static Task<double> RefusedAppendsAsync(Target target) => Metrics.SumAsync(target, "coordinator_queue_dropped");

    private static Task<double> DeferredAsync(Target target) => Metrics.SumAsync(target, "coordinator_checks_concluded", "Deferred");

    /// <summary>Leaves thousands of transactions open until the group's checks have no room, and requires that another group is asked.</summary>
    private async Task RequireOwnTurnsAsync(Setup setup, Func<IFrameItem, IFrameItem?> answer, string row)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await Neighbour.OpenAsync(target, Alice, answer);
        var ids = new List<TransactionId>();

        await Attack.RunAsync(
            target,
            async () =>
            {
                var deferred = await DeferredAsync(target);
                var some = NewIds(Transactions);
                ids.AddRange(some);
                foreach (var part in some.Chunk(CommandsInFlight / 2))
                {
                    await alice.RunAsync(part.Select(
                        id => SessionCommands.Prepare(id, Alice.Group, "alice.orders") with { TransactionTimeout = FirstCheck }));
                }

                await Eventually.TrueAsync(
                    async () =>
                    {
                        await alice.SendAsync(new Heartbeat(1));
                        return await DeferredAsync(target) > deferred;
                    },
                    () => $"checks wait for their turn; {alice.Checks} have come");
                await RequireAskedAsync(target);
            },
            Attack.TwiceItsOwn,
            row);

        foreach (var part in ids.Chunk(CommandsInFlight / 2))
            await alice.RunAsync(part.Select(id => new Rollback(id, Group)));
    }

    /// <summary>Requires that a check of another group comes, and within what its own first check takes.</summary>
    private static async Task RequireAskedAsync(Target target)
    {
        await using var bob = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Bob));
        var id = SessionCommands.NewId();
        var began = TimeProvider.System.GetTimestamp();
        var prepare = SessionCommands.Prepare(id, Bob.Group, "alice.orders") with { TransactionTimeout = FirstCheck };
        Assert.Equal(TransactionOutcome.Accepted, (await bob.AskAsync(prepare)).Outcome);
        var check = await bob.ReceiveAsync<CheckTransaction>();
        while (check.Id != id)
        {
            // One of an earlier session, whose answer was lost with it.
            await bob.SendAsync(new CheckAnswer(check.Id, check.Group, check.Number, CheckVerdict.RolledBack));
            check = await bob.ReceiveAsync<CheckTransaction>();
        }

        Figures.Write($"check of another group after {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:0} ms");
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await bob.SendAsync(new CheckAnswer(id, check.Group, check.Number, CheckVerdict.RolledBack));
    }
}
