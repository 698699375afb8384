using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Producing;

/// <summary>Publishes messages if, and only if, a local transaction commits. Safe for concurrent use.</summary>
/// <remarks>
/// All methods throw <see cref="ArgumentException" /> when a value is out of its limits (<see cref="MessageLimits" />),
/// <see cref="TransactionRefusedException" /> when the coordinator refuses for good, and
/// <see cref="CoordinatorUnavailableException" /> when it cannot be reached in time.
/// </remarks>
public interface ITransactionalProducer
{
    /// <summary>
    /// Prepares the messages, runs the local transaction on the outcome store's database together with its fence row,
    /// and commits both. <see cref="LocalOutcome.RollBack" /> or an exception rolls both back.
    /// </summary>
    /// <param name="messages">1 to <see cref="MessageLimits.MaxMessages" />, for any topics: all become visible or none.</param>
    /// <param name="localTransaction">
    /// The business change, made within the given database transaction, which it must neither commit nor roll back.
    /// Not run at all unless the messages are prepared.
    /// </param>
    /// <param name="options">What this send does differently.</param>
    /// <param name="ct">
    /// Gives up until the database transaction is being committed; from then on it only ends the wait for the
    /// coordinator's confirmation.
    /// </param>
    /// <exception cref="TransactionFencedException">A check decided against the transaction first; the database is rolled
    /// back.</exception>
    /// <exception cref="LocalOutcomeUnknownException">The database did not say whether it committed. A check will find
    /// out.</exception>
    /// <exception cref="InvalidOperationException">The participant has no outcome store.</exception>
    Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<DbTransaction, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default);

    /// <summary>
    /// As above for a service that keeps its state elsewhere: the function does the local transaction under the id that it is
    /// given, and the participant's checker must be able to say later what became of it.
    /// </summary>
    /// <param name="messages">1 to <see cref="MessageLimits.MaxMessages" />, for any topics: all become visible or none.</param>
    /// <param name="localTransaction">
    /// An exception means that nothing was changed, and never will be; throw <see cref="LocalOutcomeUnknownException" /> where that
    /// cannot be said, and a check will ask.
    /// </param>
    /// <param name="options">What this send does differently.</param>
    /// <param name="ct">
    /// Gives up until the function has returned; from then on it only ends the wait for the confirmation.
    /// </param>
    Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<TransactionId, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default);

    /// <summary>
    /// The first step by itself, under an id of its own: when it returns, the messages are durable and invisible.
    /// </summary>
    /// <param name="messages">1 to <see cref="MessageLimits.MaxMessages" />, for any topics: all become visible or none.</param>
    /// <param name="transactionTimeout">
    /// How long the local transaction may take before the first check. <c>null</c>: the coordinator's <c>transactionTimeout</c>.
    /// </param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <returns>The id for the local transaction, the fence, and the last step.</returns>
    Task<TransactionId> PrepareAsync(
        IReadOnlyList<Message> messages,
        TimeSpan? transactionTimeout = null,
        CancellationToken ct = default);

    /// <summary>The same under the caller's id, which may be repeated, also by another process.</summary>
    Task PrepareAsync(
        TransactionId id,
        IReadOnlyList<Message> messages,
        TimeSpan? transactionTimeout = null,
        CancellationToken ct = default);

    /// <summary>
    /// The last step by itself: when it returns, the messages will reach every consumer group. May be repeated.
    /// </summary>
    Task CommitAsync(TransactionId id, CancellationToken ct = default);

    /// <summary>The other last step: when it returns, the messages will never be seen. May be repeated.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="reason">For people; kept in the timeline of the transaction.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    Task RollbackAsync(TransactionId id, string? reason = null, CancellationToken ct = default);
}
