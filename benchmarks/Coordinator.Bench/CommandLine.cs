using System.CommandLine;
using Coordinator.Bench.Comparing;
using Coordinator.Bench.Floors;
using Coordinator.Bench.Load;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Running;
using Coordinator.Bench.Scenarios;
using Coordinator.Bench.Targets;

namespace Coordinator.Bench;

/// <summary>Commands of the benchmark, and the hidden commands that its child processes run.</summary>
internal static class CommandLine
{
    public static RootCommand Root() => new("Measures the coordinator: throughput, latency, and what a transaction costs")
    {
        RunCommand.Build(),
        FloorCommand.Build(),
        CompareCommand.Build(),
        TargetsCommand.Build(),
        KillScenario.Build(),
        OpenScenario.Build(),
        RecoverScenario.Build(),
        ChecksScenario.Build(),
        CatchUpScenario.Build(),
        WaitingScenario.Build(),
        GrowthScenario.Build(),
        PurgeScenario.Build(),
        SoakCommand.Build(),
        Roles.Produce(),
        Roles.Consume(),
        Roles.Hang(),
        Roles.Serve(),
        Roles.Handle(),
        ProbeCommand.Build(),
    };
}
