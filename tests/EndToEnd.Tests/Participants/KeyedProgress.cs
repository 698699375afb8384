namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Messages of one ordering key: the number of the last that was begun, confirmed, and delivered.</summary>
internal sealed class KeyedProgress
{
    private readonly Lock _lock = new();
    private readonly HashSet<long> _arrived = [];
    private long _begun;
    private long _confirmed;
    private long _last;

    public long Begun
    {
        get => Volatile.Read(ref _begun);
        set => Volatile.Write(ref _begun, value);
    }

    public long Confirmed
    {
        get => Volatile.Read(ref _confirmed);
        set => Volatile.Write(ref _confirmed, value);
    }

    public long Arrived => Volatile.Read(ref _last);

    public int Duplicates { get; private set; }

    /// <summary>First deliveries of the key.</summary>
    public Gaps Arrivals { get; } = new();

    public void Arrive(long number, long now)
    {
        lock (_lock)
        {
            if (_arrived.Add(number))
                Arrivals.Add(now);
            else
                Duplicates++;
            if (number > _last)
                Volatile.Write(ref _last, number);
        }
    }
}
