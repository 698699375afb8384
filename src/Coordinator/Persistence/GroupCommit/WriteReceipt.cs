using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Answers a persistent actor about its write, in the form of Akka's journals.</summary>
internal sealed class WriteReceipt(WriteMessages request, IActorRef journal)
{
    public static IImmutableList<IPersistentRepresentation> EventsOf(AtomicWrite write) =>
        (IImmutableList<IPersistentRepresentation>)write.Payload;

    /// <param name="cause">Error; <c>null</c> when all events are durable.</param>
    public void Ended(Exception? cause)
    {
        if (cause is null)
            Stored();
        else if (cause is DuplicateEventException)
            Rejected(cause);
        else
            Failed(cause);
    }

    public void Stored() => Answer(
        WriteMessagesSuccessful.Instance,
        cause: null,
        static (written, _, instance) => new WriteMessageSuccess(written, instance));

    /// <summary>Answers that nothing of the write was stored.</summary>
    public void Rejected(Exception cause) => Answer(
        WriteMessagesSuccessful.Instance,
        cause,
        static (written, cause, instance) => new WriteMessageRejected(written, cause, instance));

    /// <summary>Answers that the result of the write is unknown.</summary>
    private void Failed(Exception cause) => Answer(
        new WriteMessagesFailed(cause, request.Messages.Count(envelope => envelope is AtomicWrite)),
        cause,
        static (written, cause, instance) => new WriteMessageFailure(written, cause, instance));

    private void Answer(object whole, Exception? cause, Func<IPersistentRepresentation, Exception?, int, object> answer)
    {
        var (actor, instance) = (request.PersistentActor, request.ActorInstanceId);
        actor.Tell(whole, journal);
        foreach (var envelope in request.Messages)
        {
            if (envelope is not AtomicWrite write)
            {
                actor.Tell(new LoopMessageSuccess(envelope.Payload, instance), envelope.Sender);
                continue;
            }

            var events = EventsOf(write);
            for (var i = 0; i < events.Count; i++)
                actor.Tell(answer(events[i], cause, instance), events[i].Sender);
        }
    }
}
