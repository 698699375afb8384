using System.Runtime.CompilerServices;
using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Security.Tests.Targets;

/// <summary>Runs an attack, and requires that it harms nobody.</summary>
internal static class Attack
{
    private const int Calm = 100;

    /// <summary>
    /// Longest delay of 99 % of the calls in milliseconds. The promise is 100 ms, which <c>COORDINATOR_ATTACK_DELAY=100</c> requires on an
    /// idle machine. Tests share their machine with the attack and with other programs.
    /// </summary>
    private static readonly TimeSpan MostDelay = TimeSpan.FromMilliseconds(
        int.TryParse(Environment.GetEnvironmentVariable("COORDINATOR_ATTACK_DELAY"), out var strict) ? strict : 500);

    private const int Attempts = 3;

    private static readonly TimeSpan NeighbourSlack = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Requires that the innocent participant sees no error, and no delay beyond the bound, and that all nodes are ready afterwards. On a
    /// busy machine the bound is three times the delay before the attack. What an attack does, it does each time. When the delay is longer,
    /// the attack is repeated, so that a moment in which the machine stood still is not held against it.
    /// </summary>
    /// <param name="target">What is attacked.</param>
    /// <param name="attack">The attack.</param>
    /// <param name="boundOf">Longest delay by the one before the attack; <c>null</c> for the usual one.</param>
    /// <param name="row">Name of the attack, for the figures.</param>
    public static async Task RunAsync(
        Target target, Func<Task> attack, Func<TimeSpan, TimeSpan>? boundOf = null, [CallerMemberName] string row = "")
    {
        boundOf ??= UsualBound;
        var (before, after) = await DelaysAsync(target, attack, row);
        for (var left = Attempts - 1; left > 0 && after > boundOf(before); left--)
            (before, after) = await DelaysAsync(target, attack, row);
        Assert.True(after <= boundOf(before), $"99 % of the calls took up to {after}, and {before} before the attack, {Attempts} times in a row");
        foreach (var node in target.Nodes)
            await node.RequireReadyAsync();
    }

    /// <summary>Bound for what participants share: twice the delay before, or 100 ms more.</summary>
    public static TimeSpan TwiceItsOwn(TimeSpan before) => TimeSpan.FromTicks(Math.Max(2 * before.Ticks, (before + NeighbourSlack).Ticks));

    private static TimeSpan UsualBound(TimeSpan before) => TimeSpan.FromTicks(Math.Max(MostDelay.Ticks, 3 * before.Ticks));

    private static async Task<(TimeSpan Before, TimeSpan After)> DelaysAsync(Target target, Func<Task> attack, string row)
    {
        target.Innocent.Take();
        var before = Innocent.Percentile99(await target.Innocent.CallsAsync(Calm));
        await attack();
        var after = Innocent.Percentile99(await target.Innocent.CallsAsync(Calm));
        Figures.Write($"{row}, {target.Nodes.Count} nodes: p99 {before.TotalMilliseconds:0} ms before the attack, {after.TotalMilliseconds:0} ms with it");
        return (before, after);
    }
}
