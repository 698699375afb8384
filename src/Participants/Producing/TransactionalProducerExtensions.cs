using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Producing;

/// <summary>Shorter ways to send: one message, or a local transaction that commits unless it throws.</summary>
public static class TransactionalProducerExtensions
{
    /// <summary>Sends one message with a local transaction that returns its outcome.</summary>
    public static Task<SendResult> SendAsync(
        this ITransactionalProducer producer,
        Message message,
        Func<DbTransaction, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default) =>
        Known(producer).SendAsync([message], localTransaction, options, ct);

    /// <summary>
    /// Sends one message with a local transaction that returns its outcome and does not use the outcome store's database.
    /// </summary>
    public static Task<SendResult> SendAsync(
        this ITransactionalProducer producer,
        Message message,
        Func<TransactionId, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default) =>
        Known(producer).SendAsync([message], localTransaction, options, ct);

    /// <summary>Sends one message with a local transaction that commits unless it throws.</summary>
    public static Task<SendResult> SendAsync(
        this ITransactionalProducer producer,
        Message message,
        Func<DbTransaction, CancellationToken, Task> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default) =>
        Known(producer).SendAsync([message], CommitAfter(localTransaction), options, ct);

    /// <summary>Sends messages with a local transaction that commits unless it throws.</summary>
    public static Task<SendResult> SendAsync(
        this ITransactionalProducer producer,
        IReadOnlyList<Message> messages,
        Func<DbTransaction, CancellationToken, Task> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default) =>
        Known(producer).SendAsync(messages, CommitAfter(localTransaction), options, ct);

    /// <summary>Sends what a local transaction publishes, which commits unless it throws.</summary>
    public static Task<SendResult> SendAsync(
        this ITransactionalProducer producer,
        Func<LocalTransactionScope, CancellationToken, Task> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(localTransaction);
        return Known(producer).SendAsync(
            async (scope, stop) =>
            {
                await localTransaction(scope, stop);
                return LocalOutcome.Commit;
            },
            options,
            ct);
    }

    private static Func<DbTransaction, CancellationToken, Task<LocalOutcome>> CommitAfter(
        Func<DbTransaction, CancellationToken, Task> localTransaction)
    {
        ArgumentNullException.ThrowIfNull(localTransaction);
        return async (transaction, ct) =>
        {
            await localTransaction(transaction, ct);
            return LocalOutcome.Commit;
        };
    }

    private static ITransactionalProducer Known(ITransactionalProducer producer)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return producer;
    }
}
