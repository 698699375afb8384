using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Transactions;

/// <summary>
/// Expiry by the bound in the journal's database. What this node knows of the bound comes with every read of an entity, and is only as new as
/// the last one. That is enough, because the bound never falls.
/// </summary>
internal sealed class JournalExpiry(GroupCommitQueues journal) : ITransactionExpiry
{
    public bool IsKnownExpired(TransactionId id)
    {
        // Before the first deletion of a database no id need be parsed.
        var known = journal.KnownExpiry;
        return known > 0 && IdTime.Of(id.Value) is { } time && time < known;
    }

    public async Task<bool> IsExpiredAsync(TransactionId id)
    {
        if (IdTime.Of(id.Value) is not { } time)
            return false;
        var bounds = await journal.ReadBoundsAsync(TransactionJournal.PersistenceIdOf(id)).ConfigureAwait(false);
        return bounds.Highest == 0 && time < bounds.ExpiresBefore;
    }
}
