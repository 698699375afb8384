using System.Globalization;
using Coordinator.Faults.Processes;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>SIGKILL of a node.</summary>
internal sealed class KillNode(int node) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node}");

    public Task StrikeAsync(RunEnvironment run) => run.Node(node).KillAsync();

    public Task HealAsync(RunEnvironment run) => run.Node(node).StartAsync();
}

/// <summary>SIGKILL of all nodes at once.</summary>
internal sealed class KillAllNodes : IFault
{
    public string Target => "all nodes";

    public Task StrikeAsync(RunEnvironment run) => Task.WhenAll(run.Nodes.Select(node => node.KillAsync()));

    public Task HealAsync(RunEnvironment run) => Task.WhenAll(run.Nodes.Select(node => node.StartAsync()));
}

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

/// <summary>SIGTERM of one node after the other, each started again before the next: an upgrade.</summary>
internal sealed class RollingRestart : IFault
{
    public string Target => "all nodes, one by one";

    public async Task StrikeAsync(RunEnvironment run)
    {
        foreach (var node in run.Nodes)
        {
            var exitCode = await node.StopAsync();
            if (exitCode != 0)
                run.Note(string.Create(CultureInfo.InvariantCulture, $"{node.Name} was asked to stop and ended with {exitCode}"));
            await node.StartAsync();
        }
    }

    public Task HealAsync(RunEnvironment run) => Task.CompletedTask;
}

/// <summary>All that goes to a node and comes back is late, by a relay before it.</summary>
internal sealed class Late(int node, TimeSpan by) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node} by {by.TotalMilliseconds:0} ms each way");

    public Task StrikeAsync(RunEnvironment run) => run.DelayAsync(node, by);

    public Task HealAsync(RunEnvironment run) => run.DelayAsync(node, TimeSpan.Zero);
}

/// <summary>The clock of one node jumps.</summary>
internal sealed class ClockJump(int node, TimeSpan by) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node} by {by.TotalMinutes:+0;-0} min");

    public Task StrikeAsync(RunEnvironment run) => run.SetClockAsync(node, by);

    public Task HealAsync(RunEnvironment run) => run.SetClockAsync(node, TimeSpan.Zero);
}
