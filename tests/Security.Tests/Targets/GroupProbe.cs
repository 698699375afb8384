using System.Collections.Concurrent;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Waiting;

namespace Coordinator.Security.Tests.Targets;

/// <summary>Group that gets each message of its topic as soon as it is committed, and measures how long that takes.</summary>
internal sealed class GroupProbe : IAsyncDisposable
{
    private const int Messages = 20;
    private const int Attempts = 3;

    private readonly ConcurrentDictionary<TransactionId, TaskCompletionSource> _awaited = new();
    private readonly string _topic;
    private Neighbour _bob = null!;

    private GroupProbe(string topic) => _topic = topic;

    /// <summary>Subscribes Bob's group.</summary>
    public static async Task<GroupProbe> OpenAsync(Target target, string topic)
    {
        var probe = new GroupProbe(topic);
        probe._bob = await Neighbour.OpenAsync(target, NeighbourTargets.Bob, probe.Settle);
        await probe._bob.SendAsync(new Subscribe(
            new ConsumerGroup(NeighbourTargets.Bob.Group), new Topic(topic), StartPosition.FromEnd, MaxInFlight: 64, TimeSpan.FromMinutes(10), Tags: []));
        await Eventually.TrueAsync(() => probe._bob.Subscribed > 0, () => "the subscription is accepted");
        return probe;
    }

    /// <summary>Returns the time within which 99 % of some messages are delivered, from the commit on.</summary>
    public async Task<TimeSpan> Percentile99Async()
    {
        var times = new List<TimeSpan>();
        for (var message = 0; message < Messages; message++)
        {
            var id = SessionCommands.NewId();
            var delivered = _awaited[id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var group = new ProducerGroup(NeighbourTargets.Bob.Group);
            await _bob.RunAsync([SessionCommands.Prepare(id, group.Value, _topic)]);
            var began = TimeProvider.System.GetTimestamp();
            await _bob.SendAsync(new Commit(id, group));
            await delivered.Task.WaitAsync(TimeSpan.FromSeconds(20));
            times.Add(TimeProvider.System.GetElapsedTime(began));
        }

        return Innocent.Percentile99(times);
    }

    /// <summary>Requires that messages come as soon as before, in one of a few attempts.</summary>
    public async Task RequireAsync(TimeSpan before, string row)
    {
        var with = TimeSpan.MaxValue;
        for (var left = Attempts; left > 0 && with > Attack.TwiceItsOwn(before); left--)
        {
            with = await Percentile99Async();
            Figures.Write($"{row}, another group: p99 {before.TotalMilliseconds:0} ms before, {with.TotalMilliseconds:0} ms with it");
        }

        Assert.InRange(with, TimeSpan.Zero, Attack.TwiceItsOwn(before));
    }

    public ValueTask DisposeAsync() => _bob.DisposeAsync();

    private Acknowledge? Settle(IFrameItem item)
    {
        if (item is not Deliver deliver)
            return null;
        if (_awaited.TryRemove(deliver.Id.Transaction, out var delivered))
            delivered.SetResult();
        return new Acknowledge(deliver.Delivery);
    }
}
