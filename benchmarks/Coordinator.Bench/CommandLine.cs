using System.CommandLine;
using Coordinator.Bench.Comparing;
using Coordinator.Bench.Floors;
using Coordinator.Bench.Load;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;

namespace Coordinator.Bench;

/// <summary>What can be typed; and, hidden, the roles that this program plays in processes of its own.</summary>
internal static class CommandLine
{
    public static RootCommand Root() => new("Measures the coordinator: throughput, latency, and what a transaction costs")
    {
        RunCommand.Build(),
        FloorCommand.Build(),
        CompareCommand.Build(),
        TargetsCommand.Build(),
        Produce(),
        Consume(),
    };

    private static Command Produce()
    {
        var coordinator = new Option<string>("--coordinator") { Required = true };
        var directory = new Option<string>("--directory") { Required = true };
        var number = new Option<int>("--number");
        var inFlight = new Option<int>("--in-flight");
        var size = new Option<int>("--size");
        var rate = new Option<double?>("--rate");
        var unknown = new Option<double>("--unknown");
        var rollback = new Option<double>("--rollback");
        var command = new Command("produce") { coordinator, directory, number, inFlight, size, rate, unknown, rollback };
        command.Hidden = true;
        command.SetAction((parsed, ct) => ProducerProcess.RunAsync(
            parsed.GetRequiredValue(coordinator),
            parsed.GetRequiredValue(directory),
            new ProducerPlan(
                parsed.GetValue(number),
                parsed.GetValue(inFlight),
                parsed.GetValue(size),
                parsed.GetValue(rate),
                parsed.GetValue(unknown),
                parsed.GetValue(rollback)),
            ct));
        return command;
    }

    private static Command Consume()
    {
        var coordinator = new Option<string>("--coordinator") { Required = true };
        var directory = new Option<string>("--directory") { Required = true };
        var group = new Option<int>("--group");
        var command = new Command("consume") { coordinator, directory, group };
        command.Hidden = true;
        command.SetAction((parsed, ct) => ConsumerProcess.RunAsync(
            parsed.GetRequiredValue(coordinator), parsed.GetRequiredValue(directory), parsed.GetValue(group), ct));
        return command;
    }
}
