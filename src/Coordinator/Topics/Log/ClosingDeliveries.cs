using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>A request to stop deliveries that have no consumers, until all of them have stopped or answered.</summary>
/// <param name="request">The request.</param>
/// <param name="requester">Actor that gets the answer.</param>
/// <param name="left">Groups whose deliveries run.</param>
internal sealed class ClosingDeliveries(CloseDeliveries request, IActorRef requester, IEnumerable<ConsumerGroup> left)
{
    private readonly HashSet<ConsumerGroup> _left = [.. left];
    private readonly List<ConsumerGroup> _busy = [];

    public bool IsOver => _left.Count == 0;

    public void Ended(ConsumerGroup group, bool isBusy)
    {
        if (_left.Remove(group) && isBusy)
            _busy.Add(group);
    }

    public void Answer(long end) => requester.Tell(new DeliveriesClosed(request.Queue, _busy, end));
}
