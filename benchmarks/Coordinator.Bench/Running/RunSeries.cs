using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Running;

/// <summary>Runs measurements one after the other.</summary>
internal static class RunSeries
{
    public static async Task<IReadOnlyList<RunFigures>> MeasureAsync(
        BenchSession bench, IReadOnlyList<RunPlan> plans, CancellationToken ct)
    {
        var all = new List<RunFigures>();
        foreach (var plan in plans)
            all.Add(await Run.MeasureAsync(bench, plan, ct));
        return all;
    }

    /// <summary>Runs measurements on a workbench of their own.</summary>
    public static Task<IReadOnlyList<RunFigures>> MeasureAsync(
        string? data, IReadOnlyList<RunPlan> plans, CancellationToken ct) =>
        BenchSession.UseAsync(
            data,
            bench => MeasureAsync(bench, plans, ct),
            all => all.All(run => run is { IsSound: true, Failed: 0 }),
            ct);
}
