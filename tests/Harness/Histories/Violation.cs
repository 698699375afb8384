namespace Coordinator.Harness.Histories;

/// <summary>A promise that was broken.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="What">The violation, in one sentence.</param>
public sealed record Violation(Promise Promise, string What)
{
    /// <summary>True when waiting may cure it: a missing message can still arrive.</summary>
    public bool MayPass => Promise is Promise.NothingLost or Promise.EverythingDecided;
}
