using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Producing;

/// <summary>Options of one send.</summary>
public sealed record SendOptions
{
    /// <summary>Range of <see cref="TransactionTimeout" />: 100 milliseconds to 24 hours.</summary>
    public static (TimeSpan Min, TimeSpan Max) TransactionTimeoutRange => Prepare.TransactionTimeoutRange;

    /// <summary>
    /// Business key of the send, such as <c>pay order 17</c>: at most one send under it ever commits, in this producer group. A repeated send
    /// runs nothing, returns the id of the first, and says so (<see cref="SendResult.WasAlreadyCommitted" />). A send that failed leaves the key
    /// free. 1 to 256 characters. It is remembered for <c>KeepKeys</c> of the participant's options, which is for ever by default. Default
    /// (<c>null</c>): none.
    /// </summary>
    /// <remarks>
    /// The same key with other messages is a <see cref="Fence.KeyConflictException" />. Messages that are made within the local transaction are
    /// not compared. A key needs a local database transaction, and excludes <see cref="Id" />.
    /// </remarks>
    public string? Key { get; init; }

    /// <summary>
    /// Id of the transaction, for callers that repeat a send after a crash of their own. It must name this send only: an id that was rolled
    /// back stays so for ever, also by one deadlock. Prefer <see cref="Key" />, which a failed send leaves free. Default (<c>null</c>): a new UUIDv7.
    /// </summary>
    public TransactionId? Id { get; init; }

    /// <summary>
    /// Time that the local transaction may take before the coordinator checks it, 100 milliseconds to 24 hours. A check never decides against
    /// a transaction that is open, so a longer time only saves checks. Default (<c>null</c>): the coordinator's <c>transactionTimeout</c>.
    /// </summary>
    public TimeSpan? TransactionTimeout { get; init; }

    /// <summary>
    /// Time for which each command of this send waits for a session with the coordinator, 0 to 10 minutes, counted from the command. It is no longer
    /// than <c>CommandTimeout</c> or <c>PrepareTimeout</c>. Default (<c>null</c>): until the session has been missing for <c>WaitForSession</c> of the
    /// participant's options.
    /// </summary>
    /// <remarks>With <c>WhenUnavailable.StoreLocally</c> a prepare never waits for a session.</remarks>
    public TimeSpan? WaitForSession { get; init; }
}
