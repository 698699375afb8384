using Akka.Actor;
using Coordinator.Topics.Catalog;

namespace Coordinator.Sessions;

/// <summary>What sessions talk to.</summary>
/// <param name="Transactions">The transactions' shard region.</param>
/// <param name="Queues">The topic queues' shard region.</param>
/// <param name="Checks">The check senders' shard region.</param>
/// <param name="Topics">The topic catalog.</param>
internal sealed record SessionParts(IActorRef Transactions, IActorRef Queues, IActorRef Checks, ITopicCatalog Topics);
