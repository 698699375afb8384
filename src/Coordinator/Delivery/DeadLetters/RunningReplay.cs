namespace Coordinator.Delivery.DeadLetters;

/// <summary>Replay that has not ended, with its count of letters.</summary>
/// <param name="started">Event that started it.</param>
/// <param name="number">Number of the replay. It rises with each replay of the group.</param>
internal sealed class RunningReplay(ReplayStarted started, long number)
{
    private readonly HashSet<long>? _chosen = started.Numbers is { } numbers ? [.. numbers] : null;
    private readonly HashSet<long> _skipped = [];
    private int _done;

    public string Id => started.Id;

    public long Number => number;

    public int Left { get; private set; } = started.Total;

    public ReplayProgress Progress =>
        new(started.Id, started.Who, started.Why, started.Total, _done, Left, started.At);

    /// <summary>True when the letter belongs to the replay and was not skipped. A replayed letter no longer exists.</summary>
    public bool Includes(long letter) =>
        letter <= started.UpTo && _chosen?.Contains(letter) is not false && !_skipped.Contains(letter);

    /// <summary>Counts a letter whose message is delivered again.</summary>
    public void Replayed(long letter)
    {
        if (!Includes(letter))
            return;
        Left--;
        _done++;
    }

    /// <summary>Counts a letter that cannot be replayed.</summary>
    public void Skipped(long letter)
    {
        if (!Includes(letter))
            return;
        Left--;
        _skipped.Add(letter);
    }
}
