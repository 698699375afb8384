using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Producing;

namespace Coordinator.Participants.Tests.EntityFramework;

/// <summary>A test double of a service.</summary>
internal sealed class NoProducer : ITransactionalProducer
{
    public Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<DbTransaction, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default) => throw new NotSupportedException();

    public Task<SendResult> SendAsync(
        Func<LocalTransactionScope, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default) => throw new NotSupportedException();

    public Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<TransactionId, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default) => throw new NotSupportedException();

    public Task<TransactionId> PrepareAsync(IReadOnlyList<Message> messages, TimeSpan? transactionTimeout = null, CancellationToken ct = default) =>
        throw new NotSupportedException();

    public Task PrepareAsync(TransactionId id, IReadOnlyList<Message> messages, TimeSpan? transactionTimeout = null, CancellationToken ct = default) =>
        throw new NotSupportedException();

    public Task CommitAsync(TransactionId id, CancellationToken ct = default) => throw new NotSupportedException();

    public Task RollbackAsync(TransactionId id, string? reason = null, CancellationToken ct = default) => throw new NotSupportedException();
}
