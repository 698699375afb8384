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

    /// <summary>True when a command is the one that is planned, repeated.</summary>
    public bool HasSameMessages(AppendToQueue command)
    {
        var planned = Answers[0].Command.Messages;
        if (planned.Count != command.Messages.Count)
            return false;
        for (var i = 0; i < planned.Count; i++)
        {
            if (planned[i].Index != command.Messages[i].Index)
                return false;
        }

        return true;
    }
}
