using System.Data.Common;
using System.Diagnostics;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Coordinator.Participants.Tracing;
using Coordinator.Participants.Typed;
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
    MessageFactory messageFactory,
    IOutcomeStore? outcomes = null,
    ICrashHook? crash = null) : ITransactionalProducer
{
    private readonly ILogger _logger = log.Loggers.CreateLogger<TransactionalProducer>();
    private readonly ProducerGroup? _group = participant.Value.ProducerGroup is { } name ? new ProducerGroup(name) : null;

    private readonly StoredMessages? _stored =
        participant.Value.WhenUnavailable is WhenUnavailable.StoreLocally ? (outcomes as OutcomeStore)?.Stored : null;

    private ProducerGroup Group => _group
        ?? throw new InvalidOperationException("This participant only consumes. Set ProducerGroup in AddCoordinatorParticipant.");

    public Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<DbTransaction, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(localTransaction);
        var database = new StoreDatabase(RequireStore());
        var preparesInside = _stored is not null;
        var local = Local(database, RunAsync, preparesInside ? PrepareInside(options) : null);
        return SendTrace.RunAsync(messages, () => SendKnownAsync(messages, local, preparesInside, options, ct));

        Task<LocalOutcome> RunAsync(LocalTransactionScope scope, CancellationToken stop)
        {
            if (preparesInside)
                scope.Publish(messages);
            return localTransaction(scope.Transaction, stop);
        }
    }

    public Task<SendResult> SendAsync(
        IReadOnlyList<Message> messages,
        Func<TransactionId, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(localTransaction);
        if (options?.Key is { } key)
            throw new ArgumentException($"SendOptions.Key is '{key}', but only a local database transaction has keys. Leave it out here.", nameof(options));
        return SendTrace.RunAsync(messages, () => SendKnownAsync(messages, new LocalFunction(localTransaction, crash), preparesInside: false, options, ct));
    }

    public Task<SendResult> SendAsync(
        Func<LocalTransactionScope, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default) =>
        SendAsync(new StoreDatabase(RequireStore()), localTransaction, options, ct);

    /// <summary>Sends what a local transaction in a database publishes, which is that of the outcome store.</summary>
    internal Task<SendResult> SendAsync(
        ILocalDatabase database,
        Func<LocalTransactionScope, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options,
        CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(localTransaction);
        return SendTrace.RunAsync(null, async () =>
        {
            var attempt = NewAttempt(options, messages: null);
            ct.ThrowIfCancellationRequested();
            return await RunLocalAsync(attempt, Local(database, localTransaction, PrepareInside(options)), options, ct);
        });
    }

    public async Task<TransactionId> PrepareAsync(
        IReadOnlyList<Message> messages,
        TimeSpan? transactionTimeout = null,
        CancellationToken ct = default)
    {
        var id = ids.Next();
        await Preparing.RunAsync(new Attempt(id, isShared: false), ToPrepare(id, messages, transactionTimeout, isNew: true), default, ct);
        return id;
    }

    public async Task PrepareAsync(
        TransactionId id,
        IReadOnlyList<Message> messages,
        TimeSpan? transactionTimeout = null,
        CancellationToken ct = default) =>
        await ExecuteAsync(ToPrepare(id, messages, transactionTimeout, isNew: false), ct);

    public async Task CommitAsync(TransactionId id, CancellationToken ct = default)
    {
        crash?.Reach(CrashPoints.BeforeCommit);
        await ExecuteAsync(new Commit(id, Group, link.NextNumber()), ct);
        crash?.Reach(CrashPoints.AfterConfirmed);
    }

    public async Task RollbackAsync(TransactionId id, string? reason = null, CancellationToken ct = default) =>
        await ExecuteAsync(new Rollback(id, Group, reason is null ? null : Detail.Of(reason), link.NextNumber()), ct);

    private PrepareStep Preparing => new(link, Group, crash);

    private Prepare ToPrepare(TransactionId id, IReadOnlyList<Message> messages, TimeSpan? transactionTimeout, bool isNew)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Preparing.ToPrepare(id, TraceContext.Inject(messages, Activity.Current), transactionTimeout, isNew);
    }

    private InnerPrepare PrepareInside(SendOptions? send) => new(
        Preparing, _stored, new CommandLimits(participant.Value.PrepareTimeout, send?.WaitForSession), send?.TransactionTimeout);

    private ConcludeStep Concluding(SendOptions? send) => new(link, Group, HandOverWait, LimitsOf(send), _logger, crash);

    private HandOverWait? HandOverWait => _stored is null ? null : new(_stored, link, participant.Value.CommandTimeout, time);

    private static CommandLimits LimitsOf(SendOptions? send) => new(WaitForSession: send?.WaitForSession);

    /// <summary>
    /// Prepares known messages, and then runs the local transaction. A local transaction that may store messages prepares them at its end. There it is
    /// known whether they must be stored, because earlier local transactions of their ordering keys have ended.
    /// </summary>
    private async Task<SendResult> SendKnownAsync(
        IReadOnlyList<Message> messages, ILocalTransaction local, bool preparesInside, SendOptions? send, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var attempt = NewAttempt(send, messages);
        var prepare = ToPrepare(attempt.Id, messages, send?.TransactionTimeout, isNew: !attempt.IsShared);
        ct.ThrowIfCancellationRequested();
        if (attempt.Key is { } key && await ((IKeyedOutcomeStore)RequireStore()).FindKeyAsync(key.Value, ct) is { } winner)
            return await RepeatedAsync(key, winner, send, ct);
        if (preparesInside)
            return await RunLocalAsync(attempt, local, send, ct);
        var begun = await Preparing.RunAsync(attempt, prepare, LimitsOf(send), ct);
        return begun.Phase is TransactionPhase.Committed or TransactionPhase.Completed
            ? new SendResult(attempt.Id, LocalOutcome.Commit, Confirmed: true) { WasAlreadyCommitted = true }
            : await RunLocalAsync(attempt, local, send, ct);
    }

    private async Task<SendResult> RunLocalAsync(Attempt attempt, ILocalTransaction local, SendOptions? send, CancellationToken ct)
    {
        try
        {
            return await Measured.LocalAsync(() => new LocalStep(local, link, Group, crash).RunAsync(attempt, ct)) is { } outcome
                ? await Concluding(send).RunAsync(attempt, outcome, local.KeepsMessages, ct)
                : ConcludeStep.LeftToCheck(new SendResult(attempt.Id, LocalOutcome.RollBack, Confirmed: false));
        }
        catch (KeyAlreadyCommittedException taken)
        {
            return await Concluding(send).ConfirmAsync(taken.Winner, ct);
        }
    }

    private async Task<SendResult> RepeatedAsync(BusinessKey key, KeyedOutcome winner, SendOptions? send, CancellationToken ct)
    {
        if (!winner.IsSame(key))
            throw new KeyConflictException(key.Value, winner.Id);
        ProducerMetrics.Count("repeated");
        return await Concluding(send).ConfirmAsync(winner, ct);
    }

    private LocalDatabaseTransaction Local(
        ILocalDatabase database,
        Func<LocalTransactionScope, CancellationToken, Task<LocalOutcome>> change,
        InnerPrepare? prepare)
    {
        var store = RequireStore();
        var kept = participant.Value.KeepMessages > TimeSpan.Zero ? (store as OutcomeStore)?.Messages : null;
        return new LocalDatabaseTransaction(store, database, kept, change, prepare, messageFactory, participant.Value.CheckTimeout, time, _logger, crash);
    }

    private Attempt NewAttempt(SendOptions? send, IReadOnlyList<Message>? messages)
    {
        if (send?.WaitForSession is { } wait
            && AllowedRange.Problem($"{nameof(SendOptions)}.{nameof(SendOptions.WaitForSession)}", wait, TimeSpan.Zero, TimeSpan.FromMinutes(10)) is { } problem)
        {
            throw new ArgumentException(problem, nameof(send));
        }

        if (send?.Key is not { } name)
            return new Attempt(send?.Id ?? ids.Next(), isShared: send?.Id is not null);
        if (send.Id is { } id)
            throw new ArgumentException($"SendOptions has the key '{name}' and the id '{id}'. Ids name attempts: leave the id out, and the library makes one.", nameof(send));
        if (RequireStore() is not IKeyedOutcomeStore)
            throw new InvalidOperationException($"SendOptions.Key is '{name}', but the outcome store has no keys. It must implement {nameof(IKeyedOutcomeStore)}.");
        var key = new BusinessKey(name) { Digest = messages is null ? null : (ReadOnlyMemory<byte>?)MessageDigest.Of(Group, messages) };
        return new Attempt(ids.Next(), isShared: false, key);
    }

    private IOutcomeStore RequireStore() =>
        outcomes ?? throw new InvalidOperationException("A local database transaction needs an outcome store. Call UseOutcomeStore.");

    private async Task ExecuteAsync(ITransactionCommand command, CancellationToken ct) =>
        Replies.RequireDone(await CommandSpan.SendAsync(link, command, default, ct));
}
