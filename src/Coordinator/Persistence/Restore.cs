namespace Coordinator.Persistence;

/// <summary>A restore of the database from a backup.</summary>
/// <param name="At">Time of the restore. Its Unix milliseconds are the epoch of the offsets that were given since.</param>
/// <param name="Closed">End of the restore; <c>null</c> while services hand over what it lost.</param>
internal sealed record Restore(DateTimeOffset At, RestoreEnd? Closed)
{
    public long Epoch => At.ToUnixTimeMilliseconds();
}
