using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Crashes;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Producing;

/// <summary>Runs the business change, its fence row and the copy of its messages in one database transaction.</summary>
/// <param name="store">Store of the outcomes.</param>
/// <param name="database">Database of the local transaction, which is that of the store.</param>
/// <param name="kept">Store that keeps the messages; <c>null</c>: none does.</param>
/// <param name="change">The business change.</param>
/// <param name="prepare">
/// Prepares what the business change has published, while the local transaction is open; <c>null</c>: the messages are prepared already.
/// </param>
/// <param name="factory">Makes messages of objects.</param>
/// <param name="settleTimeout">Longest wait for the outcome after a failure.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Logger.</param>
/// <param name="crash">Hook of a test; <c>null</c>: none.</param>
internal sealed class LocalDatabaseTransaction(
    IOutcomeStore store,
    ILocalDatabase database,
    MessageStore? kept,
    Func<LocalTransactionScope, CancellationToken, Task<LocalOutcome>> change,
    InnerPrepare? prepare,
    MessageFactory factory,
    TimeSpan settleTimeout,
    TimeProvider time,
    ILogger logger,
    ICrashHook? crash) : ILocalTransaction
{
    public bool KeepsMessages => kept is not null;

    public async Task<LocalOutcome> RunAsync(Attempt attempt, CancellationToken ct)
    {
        await using var unit = await database.BeginAsync(ct);
        try
        {
            await RecordAsync(unit.Transaction, attempt, ct);
        }
        catch (TransactionAlreadyCommittedException)
        {
            // This send is a repetition, and the first one got this far. The business change exists, but the coordinator may not know.
            attempt.IsRepetition = true;
            return LocalOutcome.Commit;
        }

        crash?.Reach(CrashPoints.AfterFence);
        var scope = new LocalTransactionScope(attempt.Id, unit.Transaction, factory);
        var outcome = await change(scope, ct);
        var published = scope.Close();
        if (outcome != LocalOutcome.Commit)
            return outcome;
        crash?.Reach(CrashPoints.AfterLocalChange);
        if (prepare is not null && published.Count > 0)
            await prepare.RunAsync(attempt, unit.Transaction, published, ct);
        await WriteLastAsync(unit.Transaction, attempt, ct);
        crash?.Reach(CrashPoints.BeforeLocalCommit);
        await CommitAsync(unit, attempt.Id);
        crash?.Reach(CrashPoints.AfterLocalCommit);
        return outcome;
    }

    private Task RecordAsync(DbTransaction transaction, Attempt attempt, CancellationToken ct) => attempt.Key is { } key
        ? ((IKeyedOutcomeStore)store).RecordCommittedAsync(transaction, attempt.Id, key, ct)
        : store.RecordCommittedAsync(transaction, attempt.Id, ct);

    /// <summary>Writes rows that are not worth writing for a local transaction that rolls back.</summary>
    private async Task WriteLastAsync(DbTransaction transaction, Attempt attempt, CancellationToken ct)
    {
        if (attempt.Messages.Count == 0)
        {
            if (attempt.Key is not null)
                await ((IKeyedOutcomeStore)store).RecordNoMessagesAsync(transaction, attempt.Id, ct);
        }
        else if (!attempt.IsStored && kept is not null && !await kept.KeepAsync(transaction, attempt.Id, attempt.Messages, attempt.Epoch, ct))
        {
            throw new CoordinatorRestoredException(attempt.Id);
        }
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

    private static async Task CommitAsync(LocalDatabaseUnit unit, TransactionId id)
    {
        try
        {
            await unit.CommitAsync();
        }
        catch (Exception error)
        {
            throw new LocalOutcomeUnknownException(id, error);
        }
    }
}
