namespace Coordinator.Formation;

/// <summary>Time for which a node may be certain that it holds a lease. It begins before the statement is sent, so it ends no later than the database's.</summary>
internal sealed class LeaseTerm(TimeSpan duration, TimeProvider time)
{
    private long _until = long.MinValue;

    public bool IsRunning => time.GetTimestamp() < Volatile.Read(ref _until);

    /// <summary>Returns the moment from which a term counts.</summary>
    public long Now() => time.GetTimestamp();

    public void BeginAt(long sent) =>
        Volatile.Write(ref _until, sent + (long)(duration.TotalSeconds * time.TimestampFrequency));

    public void End() => Volatile.Write(ref _until, long.MinValue);
}
