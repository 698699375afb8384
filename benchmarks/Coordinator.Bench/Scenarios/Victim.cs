namespace Coordinator.Bench.Scenarios;

/// <summary>Process that is killed.</summary>
internal enum Victim
{
    Application,
    Coordinator,
}
