using System.Globalization;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Sends SIGKILL to a node.</summary>
internal sealed class KillNode(int node) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node}");

    public Task StrikeAsync(RunEnvironment run) => run.Node(node).KillAsync();

    public Task HealAsync(RunEnvironment run) => run.Node(node).StartAsync();
}
