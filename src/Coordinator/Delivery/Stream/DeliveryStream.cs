using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Delivery of a queue to a group:
/// <code>
/// log ─► tag filter ─► waiting room ─► window ─► the members' sessions
///                           ▲             │
///                           └── feedback ─┘      a failed, lost or expired delivery; the end of one whose ordering key goes on
/// </code>
/// Demand flows in the other direction: the room of a member pulls a message through all stages, and so out of the log.
/// </summary>
internal static class DeliveryStream
{
    /// <summary>Creates the stream. Its task ends when the stream ends.</summary>
    public static IRunnableGraph<Task<Done>> Of(DeliveryScope scope, Func<long, Source<QueueEntry, NotUsed>> log) =>
        RunnableGraph.FromGraph(GraphDsl.Create(Sessions, (graph, sessions) =>
        {
            var read = graph.Add(log(scope.Progress.Cursor + 1).Via(TagFilter(scope)));
            var waitingRoom = graph.Add(new WaitingRoomStage(scope));
            var window = graph.Add(new WindowStage(scope));

            graph.From(read).To(waitingRoom.In0);
            graph.From(waitingRoom.Out).To(window.In);
            graph.From(window.Out0).To(sessions);
            graph.From(window.Out1).To(waitingRoom.In1);
            return ClosedShape.Instance;
        }));

    private static Sink<Handover, Task<Done>> Sessions { get; } =
        Sink.ForEach<Handover>(handover => handover.Session.Tell(handover.Deliver, ActorRefs.NoSender));

    /// <summary>Drops entries that no set of the filter wants. They only move the cursor, and are counted.</summary>
    private static Flow<QueueEntry, PendingMessage, NotUsed> TagFilter(DeliveryScope scope) =>
        Flow.Create<QueueEntry>().Collect(
            isDefined: entry =>
            {
                var wanted = scope.Progress.Filter.Wants(entry.Message);
                if (!wanted)
                    scope.Progress.Skip(entry);
                return wanted;
            },
            collector: scope.Progress.Read);
}
