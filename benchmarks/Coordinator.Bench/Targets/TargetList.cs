using Coordinator.Bench.Databases;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Running;
using Coordinator.Bench.Scenarios;

namespace Coordinator.Bench.Targets;

/// <summary>Scenarios that have a target, by name.</summary>
internal static class TargetList
{
    private const int ChecksInFlight = 256;
    private const int ChecksPerSecond = 20_000;
    private const double KillRate = 300;
    private const double CatchUpRate = 1_000;

    // Assume a rate that is lower than that of any machine on which the figures are measured.
    private const double PreparesPerSecond = 700;

    public static IReadOnlyList<(string Name, IReadOnlyList<IScenario> Scenarios)> All(
        TargetSizes sizes, IReadOnlyList<string> set)
    {
        var load = new RunPlan
        {
            Storage = StorageKind.Postgres,
            InFlight = 256,
            Size = 128,
            WarmUp = sizes.WarmUp,
            Length = sizes.Length,
            Coordinator = CoordinatorSettings.Of(set),
        };
        return
        [
            ("throughput", new ThroughputTargets(load with { Floor = true }).All),
            ("soak", [Soak(sizes, load)]),
            ("open", [new OpenScenario(new OpenPlan(load.Storage, sizes.Open, load.InFlight, sizes.Settle, set))]),
            ("recover", [new RecoverScenario(new RecoverPlan(3, sizes.Open, RecoverScenario.LeadFor(sizes.Open), set))]),
            ("checks", [Checks(sizes, load.Storage, set)]),
            ("catch-up", [CatchUp(sizes, load.Storage, set)]),
            ("growth", [new GrowthScenario(new GrowthPlan(sizes.Rows, 2, load, set))]),
            ("kill", [new KillScenario(new KillPlan(load.Storage, 32, KillRate, sizes.Settle, sizes.Settle, sizes.Kills, set))]),
        ];
    }

    private static SoakScenario Soak(TargetSizes sizes, RunPlan load) =>
        new(new SoakPlan(load with { InFlight = 1_024, Rate = sizes.SoakRate, Length = sizes.Soak }));

    private static ChecksScenario Checks(TargetSizes sizes, StorageKind storage, IReadOnlyList<string> set) =>
        new(new ChecksPlan(
            storage,
            sizes.Due,
            ChecksPerSecond,
            ChecksInFlight,
            TimeSpan.FromMilliseconds(2),
            TimeSpan.FromSeconds(10 + (sizes.Due / PreparesPerSecond)),
            set));

    private static CatchUpScenario CatchUp(TargetSizes sizes, StorageKind storage, IReadOnlyList<string> set) =>
        new(new CatchUpPlan(storage, sizes.Behind, 64, CatchUpRate, sizes.Length, set));
}
