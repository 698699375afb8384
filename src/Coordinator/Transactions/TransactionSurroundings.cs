using Akka.Actor;
using Coordinator.CheckBack;

namespace Coordinator.Transactions;

/// <summary>What every transaction of a node works with; one for all of them.</summary>
internal sealed record TransactionSurroundings(
    IActorRef Queues,
    IActorRef Checks,
    TransactionDecider Decider,
    CheckPolicy Policy,
    TransactionTimeline Timeline,
    TransactionOptions Options);
