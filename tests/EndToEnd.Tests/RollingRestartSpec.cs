using System.Globalization;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Testing;
using Xunit.Abstractions;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Nodes of a cluster that stop as planned, one after the other. Callers and consumers must not notice.</summary>
[Collection(MeasuredCollection.Name)]
public sealed class RollingRestartSpec(CoordinatorCluster cluster, ITestOutputHelper output) : IClassFixture<CoordinatorCluster>
{
    /// <summary>
    /// Longest call, and longest pause of a key. The aim is 3 s, which <c>COORDINATOR_ROLLING_SECONDS=3</c> requires on an idle machine. Tests
    /// share theirs with others, and no call may fail: that takes 10 s.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("COORDINATOR_ROLLING_SECONDS"), CultureInfo.InvariantCulture, out var strict) ? strict : 10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A node stops within its drain timeout and 15 s.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    /// <summary>The first node formed the cluster, so it is the oldest, which coordinates the shards.</summary>
    [PostgresTheory]
    [Trait("race", "31")]
    [InlineData(0, 1, 2)]
    public async Task No_call_fails_or_waits_long_when_each_node_is_restarted_in_turn(params int[] order)
    {
        await using var load = await KeyedLoad.StartAsync(cluster);

        foreach (var number in order)
        {
            var node = cluster.Nodes[number];
            var began = TimeProvider.System.GetTimestamp();
            node.Terminate();
            Assert.Equal(0, await node.ExitAsync(StopLimit));
            Tell($"node {number} stopped after {Text(TimeProvider.System.GetElapsedTime(began))}", load);
            await node.StartSupervisedAsync();
            // The next one is replaced when this one has its share of the work.
            await load.EveryKeyAsync(Patience);
            Tell($"node {number} is back after {Text(TimeProvider.System.GetElapsedTime(began))}", load);
        }

        await load.SettleAsync(Patience);
        Tell("end", load);
        Assert.Empty(load.Failures);
        Assert.All(load.Calls, call => Assert.True(call.Time < Longest, $"{call.Call} took {call.Time}"));
        Assert.InRange(load.LongestPauseOfKey.Longest, TimeSpan.Zero, Longest);
    }

    private void Tell(string what, KeyedLoad load)
    {
        var slowest = load.Calls.MaxBy(call => call.Time);
        var pause = load.LongestPauseOfKey;
        output.WriteLine(
            $"{what}: {load.Calls.Count} calls, {load.Failures.Count} failed, longest {Text(slowest?.Time ?? default)} until {slowest?.Ended:HH:mm:ss.fff}; "
            + $"{load.Deliveries} deliveries, longest pause {Text(load.LongestPause)}, of a key {Text(pause.Longest)} until {pause.LongestEnded:HH:mm:ss.fff}; "
            + $"{load.Duplicates} duplicates");
    }

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture);
}
