namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Raises the bound below which ids of transactions are expired. It never lowers it, and deletes nothing. When it has ended, no write stores an
/// event of an expired id whose first event is not in the journal, not even a write that began before.
/// </summary>
/// <param name="time">Unix milliseconds: ids of earlier times expire.</param>
/// <param name="retention">Retention from which the time was taken. On PostgreSQL the bound stays that far behind the database's clock too.</param>
internal sealed class ExpiryRaise(long time, TimeSpan retention) : AwaitedWrite
{
    public long Time => time;

    public TimeSpan Retention => retention;

    /// <summary>Bound that is in force after the end of the write, in Unix milliseconds.</summary>
    public long InForce { get; set; }
}
