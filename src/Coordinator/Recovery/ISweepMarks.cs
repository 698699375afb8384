namespace Coordinator.Recovery;

/// <summary>Stores the mark of the sweep. A lost mark only makes the first pass slower.</summary>
internal interface ISweepMarks
{
    /// <summary>Loads the last saved mark; <c>null</c> when there is none.</summary>
    Task<SweepMark?> LoadAsync();

    Task SaveAsync(SweepMark mark);
}
