using System.Globalization;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>
/// Stops a node with SIGSTOP until the others consider it unreachable. It continues with its memory of before.
/// </summary>
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
