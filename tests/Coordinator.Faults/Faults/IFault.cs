using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Fault that is injected and later healed.</summary>
internal interface IFault
{
    /// <summary>Gets a description of what the fault affects.</summary>
    string Target { get; }

    Task StrikeAsync(RunEnvironment run);

    /// <summary>
    /// Heals the fault and returns when the affected part works again: a killed node serves, a server replies.
    /// </summary>
    Task HealAsync(RunEnvironment run);
}
