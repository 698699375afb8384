namespace Coordinator.Participants.Producing;

/// <summary>Database in which local transactions run.</summary>
internal interface ILocalDatabase
{
    /// <summary>Begins a local transaction.</summary>
    Task<LocalDatabaseUnit> BeginAsync(CancellationToken ct);
}
