using System.Diagnostics;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Producing;

/// <summary>One attempt of a send, under an id of its own.</summary>
/// <param name="id">The transaction.</param>
/// <param name="isShared">
/// True when other calls may use the id. A rollback of this attempt then does not prove that nothing was committed.
/// </param>
/// <param name="key">Key of the send; <c>null</c>: none.</param>
internal sealed class Attempt(TransactionId id, bool isShared, BusinessKey? key = null)
{
    public TransactionId Id { get; } = id;

    /// <summary>Span of the send, whose trace its messages carry; <c>null</c>: none.</summary>
    public Activity? Span { get; } = Activity.Current;

    public bool IsShared { get; } = isShared;

    public BusinessKey? Key { get; } = key;

    /// <summary>Messages of the attempt; none before they are prepared.</summary>
    public IReadOnlyList<Message> Messages { get; private set; } = [];

    /// <summary>Epoch of the coordinator that prepared them.</summary>
    public long Epoch { get; private set; }

    /// <summary>True when the coordinator may know the transaction, so that it is told the outcome.</summary>
    public bool IsKnown { get; private set; } = isShared;

    /// <summary>True when the local transaction of an earlier attempt under the id is committed.</summary>
    public bool IsRepetition { get; set; }

    /// <summary>True when the messages are stored in the service's database, and handed over later.</summary>
    public bool IsStored { get; private set; }

    /// <summary>True when they are stored only because earlier messages of a key are.</summary>
    public bool IsBehindStored { get; private set; }

    /// <summary>Records that the messages are stored.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="mayBeKnown">True when a prepare was sent that may have arrived.</param>
    public void Store(IReadOnlyList<Message> messages, bool mayBeKnown) =>
        (Messages, IsStored, IsBehindStored, IsKnown) = (messages, true, !mayBeKnown, IsKnown || mayBeKnown);

    public void Prepared(IReadOnlyList<Message> messages, long epoch) => (Messages, Epoch, IsKnown) = (messages, epoch, true);
}
