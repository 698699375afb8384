using Coordinator.Common;
using Coordinator.Topics.Catalog;

namespace Coordinator.Sessions;

/// <summary>Rate at which the sessions of one participant at this node may together create topics and consumer groups of topics.</summary>
/// <param name="participant">The participant, for messages.</param>
/// <param name="perSecond">Creations per second.</param>
/// <param name="time">Clock.</param>
internal sealed class CreationRate(string participant, int perSecond, TimeProvider time) : ICreationRate
{
    // A service that starts for the first time creates all of its topics at once.
    private const int BurstSeconds = 5;

    private readonly Lock _lock = new();
    private readonly TokenBucket _bucket = new(perSecond, time.GetUtcNow(), perSecond * BurstSeconds);

    public string Refusal =>
        $"{participant} may create at most {perSecond} topics and consumer groups of topics per second (sessions.newTopicsPerSecond).";

    public bool TryTake()
    {
        lock (_lock)
            return _bucket.TryTake(time.GetUtcNow());
    }

    public void Return()
    {
        lock (_lock)
            _bucket.Return();
    }
}
