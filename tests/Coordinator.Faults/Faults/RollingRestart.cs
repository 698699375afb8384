using System.Globalization;
using Coordinator.Faults.Processes;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Restarts one node after the other with SIGTERM, as an upgrade does.</summary>
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
