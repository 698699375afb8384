using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Something that goes wrong, and is put right again.</summary>
internal interface IFault
{
    /// <summary>Whom it meets; for people.</summary>
    string Target { get; }

    Task StrikeAsync(RunEnvironment run);

    /// <summary>Returns when what was broken is whole: a killed node serves again, a server answers.</summary>
    Task HealAsync(RunEnvironment run);
}
