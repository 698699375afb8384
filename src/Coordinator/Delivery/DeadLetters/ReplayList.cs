namespace Coordinator.Delivery.DeadLetters;

/// <summary>Replays of a group: the running one, of which there is at most one, and the last that ended.</summary>
internal sealed class ReplayList
{
    /// <summary>Number of ended replays that are kept. Older ones are forgotten, and their ids can be used again.</summary>
    public const int MaxEnded = 16;

    private readonly Queue<ReplayProgress> _ended = [];

    public RunningReplay? Running { get; private set; }

    public ReplayProgress? Find(string id) =>
        Running?.Id == id ? Running.Progress : _ended.LastOrDefault(ended => ended.Id == id);

    public void Start(ReplayStarted started, long number) => Running = new RunningReplay(started, number);

    public void End(ReplayEnded ended)
    {
        if (Running is not { } running)
            throw new InvalidOperationException("No replay is running that could end.");
        _ended.Enqueue(running.Progress with { EndedAt = ended.At });
        if (_ended.Count > MaxEnded)
            _ended.Dequeue();
        Running = null;
    }
}
