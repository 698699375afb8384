using System.CommandLine;
using Coordinator.Faults.Network;
using Coordinator.Faults.Participants;
using Coordinator.Faults.Proving;
using Coordinator.Faults.Running;

namespace Coordinator.Faults;

/// <summary>Commands of the fault suite, and the hidden commands that its child processes run.</summary>
internal static class CommandLine
{
    public static RootCommand Root() => new("Injects faults into a cluster of coordinators and checks the histories of its participants")
    {
        RunCommand.Build(),
        ListCommand.Build(),
        ProveCommand.Build(),
        Role("produce", plan => ProducerProcess.RunAsync(ParticipantProcess.Plan<ProducerPlan>(plan))),
        Role("invoice", plan => InvoiceProcess.RunAsync(ParticipantProcess.Plan<InvoicePlan>(plan))),
        Role("consume", plan => ConsumerProcess.RunAsync(ParticipantProcess.Plan<ConsumerPlan>(plan))),
        Role("call", plan => CallerProcess.RunAsync(ParticipantProcess.Plan<CallerPlan>(plan))),
        Relaying(),
        Role("watch", plan => WatcherProcess.RunAsync(ParticipantProcess.Plan<WatcherPlan>(plan))),
    };

    private static Command Relaying()
    {
        var (from, to) = (new Argument<string>("from"), new Argument<string>("to"));
        var command = new Command("relay", "Runs a TCP proxy. Started by a run") { from, to };
        command.Hidden = true;
        command.SetAction(parsed => Relay.RunAsync(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to)));
        return command;
    }

    private static Command Role(string name, Func<string, Task<int>> runAsync)
    {
        var plan = new Argument<string>("plan");
        var command = new Command(name, "Runs a participant. Started by a run") { plan };
        command.Hidden = true;
        command.SetAction(parsed => runAsync(parsed.GetRequiredValue(plan)));
        return command;
    }
}
