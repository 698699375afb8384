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

    /// <summary>
    /// Requires that the innocent participant sees no error, and no delay beyond the bound, and that all nodes are ready afterwards. On a
    /// busy machine the bound is three times the delay before the attack.
    /// </summary>
    public static async Task RunAsync(Target target, Func<Task> attack)
    {
        target.Innocent.Take();
        var before = await target.Innocent.CallsAsync(Calm);
        var bound = TimeSpan.FromTicks(Math.Max(MostDelay.Ticks, 3 * Innocent.Percentile99(before).Ticks));

        await attack();

        var after = await target.Innocent.CallsAsync(Calm);
        Figures.Write($"p99 {Innocent.Percentile99(before).TotalMilliseconds:0} ms before the attack, {Innocent.Percentile99(after).TotalMilliseconds:0} ms with it");
        Assert.True(Innocent.Percentile99(after) <= bound, $"99 % of the calls took up to {Innocent.Percentile99(after)}, and {Innocent.Percentile99(before)} before the attack");
        foreach (var node in target.Nodes)
            await node.RequireReadyAsync();
    }
}
