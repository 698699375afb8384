using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Producing;

/// <summary>Runs the business change, its fence row and the copy of its messages in one database transaction.</summary>
/// <param name="store">Store of the outcomes.</param>
/// <param name="kept">Store that keeps the messages; <c>null</c>: none does.</param>
/// <param name="change">The business change.</param>
/// <param name="settleTimeout">Longest wait for the outcome after a failure.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Logger.</param>
internal sealed class LocalDatabaseTransaction(
    IOutcomeStore store,
    MessageStore? kept,
    Func<DbTransaction, CancellationToken, Task<LocalOutcome>> change,
    TimeSpan settleTimeout,
    TimeProvider time,
    ILogger logger) : ILocalTransaction
{
    public bool KeepsMessages => kept is not null;

    public async Task<LocalOutcome> RunAsync(PreparedTransaction prepared, CancellationToken ct)
    {
        var id = prepared.Id;
        await using var connection = await store.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await store.RecordCommittedAsync(transaction, id, ct);
        }
        catch (TransactionAlreadyCommittedException)
        {
            // This send is a repetition, and the first one got this far. The business change exists, but the coordinator may not know.
            return LocalOutcome.Commit;
        }

        var outcome = await change(transaction, ct);
        if (outcome != LocalOutcome.Commit)
            return outcome;
        // Last, because large rows are not worth writing for a local transaction that rolls back.
        if (kept is not null && !await kept.KeepAsync(transaction, id, prepared.Messages, prepared.Epoch, ct))
            throw new CoordinatorRestoredException(id);
        await CommitAsync(transaction, id);
        return outcome;
    }

    /// <summary>
    /// Asks the fence for the outcome, because a failure does not prove that nothing was committed. Another call may use the same id, the
    /// COMMIT may still be on its way, or the service may have committed by itself.
    /// </summary>
    public async Task<LocalOutcome?> SettleAsync(TransactionId id, Exception? failure)
    {
        using var limit = new CancellationTokenSource(settleTimeout, time);
        try
        {
            var stands = await store.CheckAsync(id, limit.Token).WaitAsync(limit.Token);
            return stands.Verdict switch
            {
                CheckVerdict.Committed => LocalOutcome.Commit,
                CheckVerdict.RolledBack => LocalOutcome.RollBack,
                _ => null,
            };
        }
#pragma warning disable CA1031 // After any failure of the fence, the coordinator's check asks it again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogWarning(error, "The outcome of transaction {Transaction} is not known. A check will find it", id);
            return null;
        }
    }

    private static async Task CommitAsync(DbTransaction transaction, TransactionId id)
    {
        try
        {
            // Not cancellable, because a COMMIT that is cancelled leaves its outcome unknown.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            throw new LocalOutcomeUnknownException(id, error);
        }
    }
}
