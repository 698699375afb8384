using System.Globalization;
using Coordinator.Faults.Processes;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>SIGKILL of a node.</summary>
internal sealed class KillNode(int node) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node}");

    public Task StrikeAsync(Stage stage) => stage.Node(node).KillAsync();

    public Task HealAsync(Stage stage) => stage.Node(node).StartAsync();
}

/// <summary>SIGKILL of all nodes at once.</summary>
internal sealed class KillAllNodes : IFault
{
    public string Target => "all nodes";

    public Task StrikeAsync(Stage stage) => Task.WhenAll(stage.Nodes.Select(node => node.KillAsync()));

    public Task HealAsync(Stage stage) => Task.WhenAll(stage.Nodes.Select(node => node.StartAsync()));
}

/// <summary>SIGSTOP, longer than the others believe in it; it wakes up with all it had in memory.</summary>
internal sealed class PauseNode(int node) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node}");

    public Task StrikeAsync(Stage stage)
    {
        stage.Node(node).Pause();
        return Task.CompletedTask;
    }

    public Task HealAsync(Stage stage)
    {
        stage.Node(node).Resume();
        return Task.CompletedTask;
    }
}

/// <summary>SIGTERM of one node after the other, each started again before the next: an upgrade.</summary>
internal sealed class RollingRestart : IFault
{
    public string Target => "all nodes, one by one";

    public async Task StrikeAsync(Stage stage)
    {
        foreach (var node in stage.Nodes)
        {
            var exitCode = await node.StopAsync();
            if (exitCode != 0)
                stage.Note(string.Create(CultureInfo.InvariantCulture, $"{node.Name} was asked to stop and ended with {exitCode}"));
            await node.StartAsync();
        }
    }

    public Task HealAsync(Stage stage) => Task.CompletedTask;
}

/// <summary>All that goes to a node and comes back is late, by a relay before it.</summary>
internal sealed class Late(int node, TimeSpan by) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node} by {by.TotalMilliseconds:0} ms each way");

    public Task StrikeAsync(Stage stage) => stage.DelayAsync(node, by);

    public Task HealAsync(Stage stage) => stage.DelayAsync(node, TimeSpan.Zero);
}

/// <summary>The clock of one node jumps.</summary>
internal sealed class ClockJump(int node, TimeSpan by) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node} by {by.TotalMinutes:+0;-0} min");

    public Task StrikeAsync(Stage stage) => stage.SetClockAsync(node, by);

    public Task HealAsync(Stage stage) => stage.SetClockAsync(node, TimeSpan.Zero);
}
