using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>Entries of one transaction that are stored together, and together with the transaction's event.</summary>
/// <param name="transaction">The transaction.</param>
/// <param name="companion">See <see cref="AppendToQueue" />.</param>
internal sealed class PlannedAppend(TransactionId transaction, StoredEvent? companion)
{
    public TransactionId Transaction => transaction;

    public StoredEvent? Companion => companion;

    public List<EntryAppended> Entries { get; } = new(1);

    /// <summary>Appends to answer when the entries are stored or refused. More than one when the command was repeated.</summary>
    public List<WaitingAppend> Answers { get; } = new(1);
}
