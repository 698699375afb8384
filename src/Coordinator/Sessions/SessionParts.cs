using Akka.Actor;
using Coordinator.Topics.Catalog;

namespace Coordinator.Sessions;

/// <summary>Dependencies of sessions.</summary>
/// <param name="Transactions">Shard region of transactions.</param>
/// <param name="Queues">Shard region of queues.</param>
/// <param name="Checks">Shard region of check senders.</param>
/// <param name="Topics">The topic catalog.</param>
/// <param name="Epoch">Time of the last restore from a backup, in Unix milliseconds; 0 when there was none.</param>
internal sealed record SessionParts(IActorRef Transactions, IActorRef Queues, IActorRef Checks, ITopicCatalog Topics, long Epoch = 0)
{
    /// <summary>Tells whether services may hand over what a restore lost.</summary>
    public Func<Task<bool>> IsRestoreOpenAsync { get; init; } = () => Task.FromResult(false);
}
