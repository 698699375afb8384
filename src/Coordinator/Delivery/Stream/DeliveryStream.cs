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
/// log ─► tag filter ─► order gate ─► not before ─► window ─► the members' sessions
///                          ▲             ▲          │  │
///                          │             └── retry ─┘  │      a failed, lost or expired delivery
///                          └───────────── settled ─────┘      the next message of its ordering key may pass
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
            var orderGate = graph.Add(new OrderGateStage(scope.Progress, scope.Options));
            var notBefore = graph.Add(new NotBeforeStage(scope.Now, scope.Options));
            var window = graph.Add(new WindowStage(scope));
            var (toSessions, settled, retries) = (window.Out0, window.Out1, window.Out2);

            graph.From(read).To(orderGate.In0);
            graph.From(orderGate.Out).To(notBefore.In0);
            graph.From(notBefore.Out).To(window.In);
            graph.From(toSessions).To(sessions);
            graph.From(settled).To(orderGate.In1);
            graph.From(retries).To(notBefore.In1);
            return ClosedShape.Instance;
        }));

    private static Sink<Handover, Task<Done>> Sessions { get; } =
        Sink.ForEach<Handover>(handover => handover.Session.Tell(handover.Deliver, ActorRefs.NoSender));

    /// <summary>Drops entries that the group does not want. They only move the cursor.</summary>
    private static Flow<QueueEntry, PendingMessage, NotUsed> TagFilter(DeliveryScope scope) =>
        Flow.Create<QueueEntry>().Collect(
            isDefined: entry =>
            {
                var wanted = scope.Filter.Wants(entry.Message);
                if (!wanted)
                    scope.Progress.Skip(entry);
                return wanted;
            },
            collector: scope.Progress.Read);
}
