using System.Globalization;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>SIGSTOP, longer than the others believe in it; it wakes up with all it had in memory.</summary>
internal sealed class PauseNode(int node) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node}");

    public Task StrikeAsync(RunEnvironment run)
    {
        run.Node(node).Pause();
        return Task.CompletedTask;
    }

    public Task HealAsync(RunEnvironment run)
    {
        run.Node(node).Resume();
        return Task.CompletedTask;
    }
}
