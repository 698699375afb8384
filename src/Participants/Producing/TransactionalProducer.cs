using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Producing;

/// <summary>Runs the steps of a send: prepare, local transaction, commit or rollback. Maps the failure of each step.</summary>
internal sealed class TransactionalProducer(
    ICommandLink link,
    IOptions<CoordinatorParticipantOptions> participant,
    TransactionIdSource ids,
    TimeProvider time,
    ParticipantLog log,
    IOutcomeStore? outcomes = null) : ITransactionalProducer
{
    private readonly ILogger _logger = log.Loggers.CreateLogger<TransactionalProducer>();
    private readonly ProducerGroup? _group = participant.Value.ProducerGroup is { } name ? new ProducerGroup(name) : null;

    private ProducerGroup Group => _group
        ?? throw new InvalidOperationException("This participant only consumes. Set ProducerGroup in AddCoordinatorParticipant.");

    public Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<DbTransaction, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(localTransaction);
        var store = outcomes
            ?? throw new InvalidOperationException("A local database transaction needs an outcome store. Call UseOutcomeStore.");
        var kept = participant.Value.KeepMessages > TimeSpan.Zero ? (store as OutcomeStore)?.Messages : null;
        var local = new LocalDatabaseTransaction(store, kept, localTransaction, CheckTimeout, time, _logger);
        return SendAsync(messages, local, options, ct);
    }

    public Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<TransactionId, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(localTransaction);
        return SendAsync(messages, new LocalFunction(localTransaction), options, ct);
    }

    public async Task<TransactionId> PrepareAsync(
        IReadOnlyList<Message> messages,
        TimeSpan? transactionTimeout = null,
        CancellationToken ct = default)
    {
        var id = ids.Next();
        await BeginAsync(ToPrepare(id, messages, transactionTimeout, isNew: true), repeatable: false, ct);
        return id;
    }

    public async Task PrepareAsync(
        TransactionId id,
        IReadOnlyList<Message> messages,
        TimeSpan? transactionTimeout = null,
        CancellationToken ct = default) =>
        await ExecuteAsync(ToPrepare(id, messages, transactionTimeout, isNew: false), ct);

    public async Task CommitAsync(TransactionId id, CancellationToken ct = default) =>
        await ExecuteAsync(ToCommit(id), ct);

    public async Task RollbackAsync(TransactionId id, string? reason = null, CancellationToken ct = default) =>
        await ExecuteAsync(ToRollback(id, reason is null ? null : Detail.Of(reason)), ct);

    private TimeSpan CheckTimeout => participant.Value.CheckTimeout;

    private async Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        ILocalTransaction local,
        SendOptions? send,
        CancellationToken ct)
    {
        var id = send?.Id ?? ids.Next();
        var prepare = ToPrepare(id, messages, send?.TransactionTimeout, isNew: send?.Id is null);
        ct.ThrowIfCancellationRequested();
        var begun = await BeginAsync(prepare, repeatable: send?.Id is not null, ct);
        if (begun.Phase is TransactionPhase.Committed or TransactionPhase.Completed)
            return new SendResult(id, LocalOutcome.Commit, Confirmed: true);
        var prepared = new PreparedTransaction(id, messages, begun.Epoch);
        var outcome = await new LocalStep(local, link, Group).RunAsync(prepared, shared: send?.Id is not null, ct);
        return outcome is { } known
            ? await ConcludeAsync(prepared, known, local.KeepsMessages, ct)
            : LeftToCheck(id, LocalOutcome.RollBack);
    }

    private async Task<TransactionReply> BeginAsync(Prepare prepare, bool repeatable, CancellationToken ct)
    {
        try
        {
            var reply = await link.SendAsync(prepare, ct);
            if (reply.Outcome is TransactionOutcome.AlreadyCommitted)
                return reply with { Phase = TransactionPhase.Committed };
            return Done(reply);
        }
        catch (Exception error) when (error is CoordinatorUnavailableException or OperationCanceledException)
        {
            // The transaction may have been prepared. No one else knows a new id, so it can be rolled back. A caller's own id may be in
            // use elsewhere.
            if (!repeatable)
                link.Post(ToRollback(prepare.Id, "the producer gave up waiting for the prepare"));
            ProducerMetrics.Count("unprepared");
            throw;
        }
    }

    private async Task<SendResult> ConcludeAsync(PreparedTransaction prepared, LocalOutcome outcome, bool isKept, CancellationToken ct)
    {
        var id = prepared.Id;
        ITransactionCommand command = outcome == LocalOutcome.Commit
            ? ToCommit(id)
            : ToRollback(id, "decided by the local transaction");
        try
        {
            var reply = await link.SendAsync(command, ct);
            // A coordinator that was restored from a backup since the prepare has forgotten it.
            if (reply is { Command: TransactionCommandKind.Commit, Outcome: TransactionOutcome.NotFound } && isKept)
                reply = await link.SendAsync(new HandOver(id, Group, prepared.Messages, link.NextNumber()), ct);
            Done(reply);
            ProducerMetrics.Count(outcome == LocalOutcome.Commit ? "committed" : "rolled back");
            return new SendResult(id, outcome, Confirmed: true);
        }
        catch (Exception error) when (error is CoordinatorUnavailableException or OperationCanceledException)
        {
            _logger.LogWarning(error, "Transaction {Transaction} ended with {Outcome}, which the coordinator did not confirm. A check will find it", id, outcome);
            return LeftToCheck(id, outcome);
        }
        catch (TransactionExpiredException expired)
        {
            // The local outcome is durable, and a check found it before the coordinator forgot the transaction.
            _logger.LogWarning(expired, "Transaction {Transaction} ended with {Outcome} so long ago that the coordinator does not confirm it any more", id, outcome);
            return LeftToCheck(id, outcome);
        }
    }

    private static SendResult LeftToCheck(TransactionId id, LocalOutcome outcome)
    {
        ProducerMetrics.Count("unconfirmed");
        return new SendResult(id, outcome, Confirmed: false);
    }

    private async Task ExecuteAsync(ITransactionCommand command, CancellationToken ct) => Done(await link.SendAsync(command, ct));

    private static TransactionReply Done(TransactionReply reply) => IsDone(reply) ? reply : throw TransactionRefusedException.Of(reply);

    private static bool IsDone(TransactionReply reply) => reply.Outcome switch
    {
        TransactionOutcome.Accepted => true,
        TransactionOutcome.AlreadyCommitted => reply.Command == TransactionCommandKind.Commit,
        TransactionOutcome.AlreadyRolledBack => reply.Command == TransactionCommandKind.Rollback,
        _ => false,
    };

    private Commit ToCommit(TransactionId id) => new(id, Group, link.NextNumber());

    private Rollback ToRollback(TransactionId id, string? reason) => new(id, Group, reason, link.NextNumber());

    private Prepare ToPrepare(TransactionId id, IReadOnlyList<Message> messages, TimeSpan? timeout, bool isNew)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var prepare = new Prepare(id, Group, messages, timeout, link.NextNumber(), isNew);
        return prepare.Problem() is { } problem ? throw new ArgumentException(problem, nameof(messages)) : prepare;
    }
}
