using System.Globalization;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Delays all traffic of a node, in a relay before it.</summary>
internal sealed class Late(int node, TimeSpan by) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node} by {by.TotalMilliseconds:0} ms each way");

    public Task StrikeAsync(RunEnvironment run) => run.DelayAsync(node, by);

    public Task HealAsync(RunEnvironment run) => run.DelayAsync(node, TimeSpan.Zero);
}
