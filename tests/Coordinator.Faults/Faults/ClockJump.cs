using System.Globalization;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Lets the clock of one node jump.</summary>
internal sealed class ClockJump(int node, TimeSpan by) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node} by {by.TotalMinutes:+0;-0} min");

    public Task StrikeAsync(RunEnvironment run) => run.SetClockAsync(node, by);

    public Task HealAsync(RunEnvironment run) => run.SetClockAsync(node, TimeSpan.Zero);
}
