using static Coordinator.Bench.Comparing.FigureDefinition;

namespace Coordinator.Bench.Comparing;

/// <summary>Figures that are compared, in the order of the table.</summary>
internal static class FigureDefinitions
{
    // Latencies are judged without the samples that overlap a stop of the machine. The raw ones stand beside them.
    public static IReadOnlyList<FigureDefinition> All { get; } =
    [
        new("transactions/s", run => run.TransactionsPerSecond, Direction.HigherIsBetter),
        new("prepare p50 ms, without stops", run => run.WithoutStops?.Prepare.P50),
        Shown("prepare p50 ms", run => run.Prepare.P50),
        new("commit p50 ms, without stops", run => run.WithoutStops?.Commit.P50),
        Shown("commit p50 ms", run => run.Commit.P50),
        new("end to end p50 ms, without stops", run => run.WithoutStops?.EndToEnd.P50),
        Shown("end to end p50 ms", run => run.EndToEnd.P50),
        new("end to end p99 ms, without stops", run => run.WithoutStops?.EndToEnd.P99),
        Shown("end to end p99 ms", run => run.EndToEnd.P99),
        Shown("samples that overlap a stop %", run => run.WithoutStops?.Excluded * 100),
        Shown("longest stop of the machine ms", run => run.Stops?.LongestMs),
        Cost("coordinator CPU us", run => run.Costs.CoordinatorCpu),
        Cost("participants CPU us", run => run.Costs.ParticipantsCpu),
        Cost("database CPU us", run => run.Costs.DatabaseCpu),
        Cost("allocated bytes", run => run.Costs.AllocatedBytes),
        new("GC pause share", run => run.Costs.PauseShare),
        new("longest GC pause ms", run => run.Costs.LongestPause),
        // More collections cost nothing by themselves: their price shows in CPU, pauses and memory.
        Shown("collections/s", run => run.Costs.CollectionsPerSecond),
        new("peak memory", run => run.PeakMemory),
    ];
}
