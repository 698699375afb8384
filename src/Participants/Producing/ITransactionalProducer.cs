using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Producing;

/// <summary>Publishes messages if, and only if, a local transaction commits. Safe for concurrent use.</summary>
/// <remarks>
/// All methods throw these exceptions. <see cref="ArgumentException" />: a value is out of its limits, see <see cref="MessageLimits" />.
/// <see cref="TransactionRefusedException" />: the coordinator refuses for good. <see cref="CoordinatorUnavailableException" />: the
/// coordinator cannot be reached in time.
/// </remarks>
public interface ITransactionalProducer
{
    /// <summary>
    /// Prepares the messages, runs the local transaction and its fence row in one transaction of the outcome store's database, and commits
    /// both. <see cref="LocalOutcome.RollBack" /> or an exception rolls both back.
    /// </summary>
    /// <param name="messages">1 to <see cref="MessageLimits.MaxMessages" /> messages, for any topics. All become visible or none.</param>
    /// <param name="localTransaction">
    /// The business change. It runs within the given database transaction, which it must neither commit nor roll back. It does not run
    /// unless the messages are prepared.
    /// </param>
    /// <param name="options">Options of this send.</param>
    /// <param name="ct">
    /// Cancels the send until the database transaction is being committed. From then on it only ends the wait for the coordinator's
    /// confirmation.
    /// </param>
    /// <returns>
    /// The durable outcome. If an earlier send under the same id has committed, its outcome is returned and nothing is repeated.
    /// </returns>
    /// <exception cref="KeyConflictException">A send with other messages has committed under the key. Nothing was changed.</exception>
    /// <exception cref="KeyBusyException">Another send under the key stays open. The database is rolled back.</exception>
    /// <exception cref="TransactionFencedException">
    /// A check decided against the transaction first. The database is rolled back.
    /// </exception>
    /// <exception cref="LocalOutcomeUnknownException">
    /// The database did not say whether it committed. A check will find the outcome.
    /// </exception>
    /// <exception cref="CoordinatorRestoredException">
    /// The coordinator was restored from a backup since the prepare. The database is rolled back: send again.
    /// </exception>
    /// <exception cref="InvalidOperationException">The participant has no outcome store.</exception>
    Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<DbTransaction, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default);

    /// <summary>
    /// Runs a local transaction that makes its messages. The fence row comes first, and then the function. It publishes messages with the numbers and
    /// totals that the database has just made. At its end they are prepared, and both are committed.
    /// </summary>
    /// <param name="localTransaction">
    /// The business change. It runs within the database transaction of the scope, which it must neither commit nor roll back.
    /// <see cref="LocalOutcome.RollBack" /> or an exception rolls it back, and nothing is sent. With no message it is a plain local transaction.
    /// </param>
    /// <param name="options">Options of this send.</param>
    /// <param name="ct">
    /// Cancels the send until the database transaction is being committed. From then on it only ends the wait for the coordinator's
    /// confirmation.
    /// </param>
    /// <returns>The durable outcome. If an earlier send under the same key or id has committed, its outcome is returned and nothing is repeated.</returns>
    /// <exception cref="CoordinatorUnavailableException">
    /// The messages could not be prepared within <c>PrepareTimeout</c> of the participant's options. The database is rolled back.
    /// </exception>
    /// <exception cref="TransactionFencedException">
    /// A check decided against the transaction first. The database is rolled back.
    /// </exception>
    /// <exception cref="LocalOutcomeUnknownException">
    /// The database did not say whether it committed. A check will find the outcome.
    /// </exception>
    /// <exception cref="CoordinatorRestoredException">
    /// The coordinator was restored from a backup since the prepare. The database is rolled back: send again.
    /// </exception>
    /// <exception cref="InvalidOperationException">The participant has no outcome store.</exception>
    Task<SendResult> SendAsync(
        Func<LocalTransactionScope, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default);

    /// <summary>
    /// Prepares the messages, runs the local transaction of a service that keeps its state elsewhere, and commits. The function works
    /// under the given id, and the participant's checker must be able to find its outcome later.
    /// </summary>
    /// <param name="messages">1 to <see cref="MessageLimits.MaxMessages" /> messages, for any topics. All become visible or none.</param>
    /// <param name="localTransaction">
    /// The local transaction. An exception means that nothing was changed, and never will be. Throw
    /// <see cref="LocalOutcomeUnknownException" /> when that is not certain, and a check will ask.
    /// </param>
    /// <param name="options">Options of this send.</param>
    /// <param name="ct">
    /// Cancels the send until the function has returned. From then on it only ends the wait for the confirmation.
    /// </param>
    Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<TransactionId, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default);

    /// <summary>
    /// Prepares messages under a new id, as the first of three separate steps. When it returns, they are durable and invisible.
    /// </summary>
    /// <param name="messages">1 to <see cref="MessageLimits.MaxMessages" /> messages, for any topics. All become visible or none.</param>
    /// <param name="transactionTimeout">
    /// Time from the prepare to the first check. <c>null</c>: the coordinator's <c>transactionTimeout</c>.
    /// </param>
    /// <param name="ct">Ends the wait, but not the command.</param>
    /// <returns>Id for the local transaction, the fence row and the last step.</returns>
    Task<TransactionId> PrepareAsync(
        IReadOnlyList<Message> messages,
        TimeSpan? transactionTimeout = null,
        CancellationToken ct = default);

    /// <summary>Prepares messages under the caller's id. The call may be repeated, also by another process.</summary>
    Task PrepareAsync(
        TransactionId id,
        IReadOnlyList<Message> messages,
        TimeSpan? transactionTimeout = null,
        CancellationToken ct = default);

    /// <summary>
    /// Commits a prepared transaction. When it returns, the messages will reach every consumer group. The call may be repeated.
    /// </summary>
    Task CommitAsync(TransactionId id, CancellationToken ct = default);

    /// <summary>Rolls a transaction back. When it returns, no consumer will ever get the messages. The call may be repeated.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="reason">Text for people, kept in the timeline of the transaction.</param>
    /// <param name="ct">Ends the wait, but not the command.</param>
    Task RollbackAsync(TransactionId id, string? reason = null, CancellationToken ct = default);
}
