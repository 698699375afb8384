using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Harness.Node;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Options;
using Coordinator.Participants;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Producing;
using Coordinator.Upgrade.Tests.Nodes;

namespace Coordinator.Upgrade.Tests.Stories;

/// <summary>
/// Runs all that can happen to transactions, messages and groups, in a cluster of two nodes that are then lost.
/// </summary>
internal sealed class LifeStory(InProcessNode first, InProcessNode second) : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly List<Participant> _participants = [];

    /// <summary>Gets the transactions that have ended, each in its own way.</summary>
    public static string[] Ended { get; } =
    [
        "plain", "several", "mixed", "delayed", "rolled-back", "tombstone",
        "checked-committed", "checked-rolled-back", "resolved-committed", "resolved-rolled-back",
    ];

    /// <summary>Gets the transactions that are open and undecided.</summary>
    public static string[] Open { get; } = ["failing", "silent", "parked", "abandoned"];

    /// <summary>Transaction that is committed and kept out of its queue.</summary>
    public const string CutShort = "cut-short";

    /// <summary>
    /// Builds options that allow one check for each transaction, so that open transactions no longer change at the end.
    /// </summary>
    public static CoordinatorOptions Options(int port, IReadOnlyList<string> seeds)
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        options.Nodes.Port = port;
        options.Cluster.Seeds = seeds;
        options.CheckSchedule.TransactionTimeout = TimeSpan.FromMinutes(10);
        options.CheckSchedule.TransactionCheckInterval = TimeSpan.FromMinutes(10);
        options.CheckSchedule.TransactionCheckMaxInterval = TimeSpan.FromHours(1);
        options.CheckSchedule.TransactionCheckMax = 1;
        options.Checks.CheckTimeout = Soon;
        options.Sweep.SweepInterval = Soon;
        options.Sweep.SweepOverlap = Soon;
        options.Delivery.Lease = TimeSpan.FromHours(1);
        return options;
    }

    public static SortedDictionary<string, string[]> Outstanding() => new(StringComparer.Ordinal)
    {
        ["shipping"] =
        [
            .. LifeMessages.Ids("mixed", LifeMessages.Mixed, LifeMessages.Held, LifeMessages.Later),
            .. LifeMessages.Ids("delayed", LifeMessages.Delayed, LifeMessages.Taken),
        ],
        ["points"] = [],
    };

    public async Task PlayAsync()
    {
        var orders = await ProducerAsync(first, "orders-1", "orders");
        var others = await ProducerAsync(second, "orders-2", "orders");
        foreach (var group in (string[])["returns", "refunds", "gifts", "claims"])
            await ProducerAsync(group.Length % 2 == 0 ? first : second, $"{group}-1", group);
        await ConsumersAsync();
        await CommitAsync(others.Producer, "plain", LifeMessages.OnePlain);
        await DecideAsync(orders.Producer);
        await LeaveOpenAsync(orders.Producer);
        await AbandonAsync();
        await WatchAsync();
        await OperateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var participant in _participants)
            await participant.DisposeAsync();
    }

    private async Task ConsumersAsync()
    {
        await JoinAsync(first, "shipping-1", builder => builder
            .AddConsumer("shipping", LifeMessages.Paid, LifeMessages.HandleAsync, All)
            .AddConsumer("shipping", LifeMessages.Harbour, LifeMessages.HandleAsync, All)
            .AddConsumer("points", LifeMessages.Paid, LifeMessages.HandleAsync, Gold));
        await JoinAsync(second, "shipping-2", builder => builder
            .AddConsumer("shipping", LifeMessages.Paid, LifeMessages.HandleAsync, All)
            .AddConsumer("shipping", LifeMessages.Shipped, LifeMessages.HandleAsync, All));
        await using var guest = await Participant.StartAsync(
            second.ContactPoint, "guest-1", null, builder => builder.AddConsumer("guests", LifeMessages.Paid, (_, _) => Task.CompletedTask));
        await Eventually.TrueAsync(
            async () => (await first.ViewAsync($"/topics/{LifeMessages.Paid}"))["groups"]!.AsArray().Count == 3, () => "all groups have joined");
    }

    private static void All(ConsumerOptions options)
    {
        options.StartFrom = StartPosition.FromBeginning;
        options.Concurrency = 64;
        options.Lease = TimeSpan.FromHours(1);
    }

    private static void Gold(ConsumerOptions options)
    {
        options.StartFrom = new StartPosition.At(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        options.Tags = ["gold"];
    }

    private static async Task DecideAsync(ITransactionalProducer producer)
    {
        await CommitAsync(producer, "several", LifeMessages.Several);
        await CommitAsync(producer, "mixed", LifeMessages.Mixed);
        await CommitAsync(producer, "delayed", LifeMessages.Delayed);
        await CommitAsync(producer, CutShort, LifeMessages.Cut);
        await producer.PrepareAsync(new TransactionId("rolled-back"), LifeMessages.OnePlain);
        await producer.RollbackAsync(new TransactionId("rolled-back"), "the card was declined");
        await producer.RollbackAsync(new TransactionId("tombstone"), "never begun");
        var unnamed = await producer.PrepareAsync(LifeMessages.OnePlain);
        await producer.RollbackAsync(unnamed);
    }

    private static async Task CommitAsync(ITransactionalProducer producer, string id, Message[] messages)
    {
        await producer.PrepareAsync(new TransactionId(id), messages, TimeSpan.FromMinutes(5));
        await producer.CommitAsync(new TransactionId(id));
    }

    private static async Task LeaveOpenAsync(ITransactionalProducer producer)
    {
        foreach (var id in (string[])
            ["failing", "silent", "parked", "checked-committed", "checked-rolled-back", "resolved-committed", "resolved-rolled-back"])
        {
            await producer.PrepareAsync(new TransactionId(id), LifeMessages.OnePlain, Soon);
        }
    }

    private async Task AbandonAsync()
    {
        await using var ghost = await Participant.StartAsync(
            second.ContactPoint, "ghost-1", "ghosts", builder => builder.UseChecker((_, _) => throw new TimeoutException("too late")));
        await ghost.Producer.PrepareAsync(new TransactionId("abandoned"), LifeMessages.OnePlain, Soon * 2);
    }

    /// <summary>Waits until nothing changes any more.</summary>
    private async Task WatchAsync()
    {
        foreach (var id in (string[])["plain", "several", "mixed", "delayed", "checked-committed"])
            await PhaseAsync(id, "completed", 0);
        foreach (var id in (string[])["failing", "silent", "abandoned"])
            await PhaseAsync(id, "prepared", 1);
        foreach (var id in (string[])["parked", "resolved-committed", "resolved-rolled-back"])
            await PhaseAsync(id, "parked", 1);
        await Eventually.TrueAsync(
            async () => (int)(await first.ViewAsync("/groups/shipping/dead-letters"))["total"]! == 4, () => "four dead letters");
    }

    /// <summary>Sends each operator's command to both nodes, so that one of them forwards it to the other.</summary>
    private async Task OperateAsync()
    {
        foreach (var node in (InProcessNode[])[first, second])
        {
            await node.DoAsync("/transactions/resolved-committed/resolve", new { decision = "commit", who = "ann", why = "the bank says so", force = true });
            await node.DoAsync("/transactions/resolved-rolled-back/resolve", new { decision = "rollback", who = "ann", why = "by phone", force = true });
            await node.DoAsync("/groups/shipping/dead-letters/replay", new { id = "r1", numbers = (long[])[1, 3], who = "ann", why = "mended" });
            await node.ViewAsync("/groups/shipping/dead-letters/replays/r1");
            await node.DoAsync("/groups/shipping/dead-letters/discard", new { numbers = (long[])[2], who = "ann", why = "not needed" });
            await node.DoAsync($"/groups/points/topics/{LifeMessages.Paid}/rewind", new { to = "beginning", who = "ann", why = "new rates" });
            await node.ViewAsync($"/groups/points/topics/{LifeMessages.Paid}");
            await node.ViewAsync($"/topics/{LifeMessages.Paid}");
            await node.ViewAsync("/groups/shipping/dead-letters");
            await node.DoAsync("/groups/shipping/topics/never.seen/rewind", new { to = "end", who = "ann", why = "a slip" });
        }

        await PhaseAsync("resolved-committed", "completed", 1);
        await PhaseAsync("resolved-rolled-back", "rolledBack", 1);
        await PhaseAsync(CutShort, "committed", 0);
        await Eventually.TrueAsync(
            async () => (int)(await first.ViewAsync("/groups/shipping/dead-letters"))["total"]! == 1, () => "one dead letter");
        // The messages are held, to be retried, and delayed. The one in the harbour topic is in no queue.
        await Eventually.TrueAsync(
            async () => (int)(await first.ViewAsync($"/groups/shipping/topics/{LifeMessages.Paid}"))["lag"]! == Outstanding()["shipping"].Length,
            () => "all else is settled");
        await Eventually.TrueAsync(
            async () => (int)(await first.ViewAsync($"/groups/points/topics/{LifeMessages.Paid}"))["lag"]! == 0, () => "points are settled");
    }

    private Task PhaseAsync(string id, string phase, int checks) => Eventually.TrueAsync(
        async () =>
        {
            var view = await first.ViewAsync($"/transactions/{id}");
            var asked = view["timeline"]!.AsArray().Count(entry => ((string)entry!["kind"]!).StartsWith("check", StringComparison.Ordinal));
            return (string)view["phase"]! == phase && asked >= checks;
        },
        () => $"{id} is {phase}");

    private Task<Participant> ProducerAsync(InProcessNode at, string instance, string group) =>
        StartAsync(at, instance, group, builder => builder.UseChecker(CheckAsync));

    private Task<Participant> JoinAsync(InProcessNode at, string instance, Action<CoordinatorParticipantBuilder> build) =>
        StartAsync(at, instance, null, build);

    private async Task<Participant> StartAsync(InProcessNode at, string instance, string? group, Action<CoordinatorParticipantBuilder> build)
    {
        var participant = await Participant.StartAsync(at.ContactPoint, instance, group, build, stopTimeout: TimeSpan.Zero);
        _participants.Add(participant);
        return participant;
    }

    private static async Task<CheckResult> CheckAsync(TransactionCheck check, CancellationToken ct)
    {
        switch (check.Id.Value)
        {
            case "checked-committed":
                return CheckResult.Committed();
            case "checked-rolled-back":
                return CheckResult.RolledBack();
            case "failing":
                throw new InvalidOperationException("the database is away");
            case "silent":
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
                throw new InvalidOperationException("never reached");
            default:
                return CheckResult.InProgress("not done yet");
        }
    }
}
