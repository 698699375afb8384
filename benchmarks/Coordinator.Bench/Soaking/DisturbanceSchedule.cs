namespace Coordinator.Bench.Soaking;

/// <summary>
/// Times of the disturbances. Each third of the measured time has the same ones at the same times, because thirds are compared with each
/// other.
/// </summary>
internal static class DisturbanceSchedule
{
    private const int LeastOffsets = 100;
    private const int MostOffsets = 500;

    // With the steps below, a rewind comes every minute or sooner.
    private static readonly TimeSpan LongestCycle = TimeSpan.FromMinutes(2.5);

    // The coordinator, which delays most, comes in the middle: its backlog is handled before the next third begins.
    private static readonly (double At, DisturbanceKind Kind)[] Cycle =
    [
        (0.05, DisturbanceKind.Rewind),
        (0.15, DisturbanceKind.KillConsumer),
        (0.35, DisturbanceKind.Rewind),
        (0.45, DisturbanceKind.KillCoordinator),
        (0.75, DisturbanceKind.Rewind),
        (0.9, DisturbanceKind.KillService),
    ];

    public static IReadOnlyList<PlannedDisturbance> Of(ServiceSoakPlan plan)
    {
        var third = plan.Length / 3;
        PlannedDisturbance[] each = [.. OfThird(plan, third)];
        return
        [
            // The warm-up has the end of a third.
            .. each.Select(planned => planned with { At = planned.At + plan.WarmUp - third }).Where(planned => planned.At >= TimeSpan.Zero),
            .. from number in Enumerable.Range(0, 3)
               from planned in each
               select planned with { At = plan.WarmUp + (number * third) + planned.At },
        ];
    }

    private static IEnumerable<PlannedDisturbance> OfThird(ServiceSoakPlan plan, TimeSpan third)
    {
        var random = new Random(plan.Seed);
        var cycles = Math.Max(1, (int)Math.Ceiling(third / LongestCycle));
        return from cycle in Enumerable.Range(0, cycles)
               from step in Cycle
               select new PlannedDisturbance(
                   third * ((cycle + step.At) / cycles),
                   step.Kind,
                   random.Next(plan.Groups),
                   random.Next(plan.Queues),
                   random.Next(LeastOffsets, MostOffsets + 1));
    }
}
