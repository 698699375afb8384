using Coordinator.Common;
using Coordinator.Topics.Catalog;

namespace Coordinator.Sessions;

/// <summary>Rate at which the sessions of one participant at this node may together create topics and consumer groups of topics.</summary>
/// <param name="participant">The participant, for messages.</param>
/// <param name="perSecond">Creations per second.</param>
/// <param name="time">Clock.</param>
/// <param name="ofNode">Rate of all participants at the node.</param>
internal sealed class CreationRate(string participant, int perSecond, TimeProvider time, NewNames ofNode) : ICreationRate
{
    // A service that starts for the first time creates all of its topics at once.
    private const int BurstSeconds = 5;

    private readonly Lock _lock = new();
    private bool _isNodeFull;
    private readonly TokenBucket _bucket = new(perSecond, time.GetUtcNow(), perSecond * BurstSeconds);

    public string Refusal => _isNodeFull ? ofNode.Refusal : OwnRefusal;

    private string OwnRefusal =>
        $"{participant} may create at most {perSecond} topics and consumer groups of topics per second (sessions.newTopicsPerSecond).";

    public bool TryTake()
    {
        lock (_lock)
        {
            _isNodeFull = false;
            if (!_bucket.TryTake(time.GetUtcNow()))
            {
                NameMetrics.Refused("sessions.newTopicsPerSecond");
                return false;
            }

            if (ofNode.TryTake())
                return true;
            _bucket.Return();
            _isNodeFull = true;
            NameMetrics.Refused("sessions.newNamesPerMinute");
            return false;
        }
    }

    public void Return()
    {
        lock (_lock)
            _bucket.Return();
        ofNode.Return();
    }
}
