namespace Coordinator.Recovery;

/// <summary>Where the sweep's mark outlives it. Nothing depends on it but the time that a first pass takes.</summary>
internal interface ISweepMarks
{
    /// <summary>The last one that was saved; <c>null</c> when none was.</summary>
    Task<SweepMark?> LoadAsync();

    Task SaveAsync(SweepMark mark);
}
