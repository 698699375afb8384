namespace Coordinator.Persistence;

/// <summary>End of a restore, as an operator recorded it.</summary>
internal sealed record RestoreEnd(DateTimeOffset At, string Who, string Why);
