using Akka.Actor;

namespace Coordinator.Participants.Link;

/// <summary>Orderly stop of a link: first its consumers, then, when nobody produces any more, the commands in flight.</summary>
internal sealed class Shutdown
{
    private IActorRef _stopper = ActorRefs.Nobody;
    private IActorRef _closer = ActorRefs.Nobody;
    private int _consumersLeft;

    /// <summary>True once the link takes no more commands.</summary>
    public bool IsClosing { get; private set; }

    public void StopConsuming(IActorRef stopper, int consumers)
    {
        (_stopper, _consumersLeft) = (stopper, consumers);
        if (consumers == 0)
            _stopper.Tell(new ConsumingStopped());
    }

    public void ConsumerStopped()
    {
        if (--_consumersLeft == 0)
            _stopper.Tell(new ConsumingStopped());
    }

    public void BeginClose(IActorRef closer) => (_closer, IsClosing) = (closer, true);

    public void Closed() => _closer.Tell(new LinkClosed());
}
