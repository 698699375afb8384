namespace Coordinator.Bench.Scenarios;

/// <summary>Who is killed.</summary>
internal enum Victim
{
    Application,
    Coordinator,
}
