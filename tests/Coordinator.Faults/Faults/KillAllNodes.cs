using System.Globalization;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Sends SIGKILL to all nodes at once.</summary>
internal sealed class KillAllNodes : IFault
{
    public string Target => "all nodes";

    public Task StrikeAsync(RunEnvironment run) => Task.WhenAll(run.Nodes.Select(node => node.KillAsync()));

    public Task HealAsync(RunEnvironment run) => Task.WhenAll(run.Nodes.Select(node => node.StartAsync()));
}
