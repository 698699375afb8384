using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Persistence;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Log;

namespace Coordinator.Transactions;

/// <summary>
/// Entity of one transaction: decide, persist, apply, start the timer, reply. Every effect that it replies is in the journal first.
/// After a failed write it replies that the result is unknown, stops, and recovers from the journal.
/// </summary>
/// <remarks>
/// When all messages go to one queue, the queue writes the commit together with them. This incarnation then persists nothing more, because
/// Akka does not know of that event's sequence number. For anything further it stops, and the next incarnation reads the journal.
/// </remarks>
internal sealed class TransactionActor : UntypedPersistentActor, IWithTimers
{
    private const string TimerKey = "next";

    // Transactions have no snapshots. Without this setting each recovery would query for one.
    private static readonly Akka.Persistence.Recovery WithoutSnapshot = new(SnapshotSelectionCriteria.None);

    // A new id has no events to replay either.
    private static readonly LoadSnapshotResult NothingToRead = new(snapshot: null, GroupCommitJournal.UpToNothing);

    private readonly TransactionId _id;
    private readonly TransactionDependencies _dependencies;
    private readonly CheckWait _check;
    private readonly EarlyCommands _early = new();
    private readonly TransactionReplies _replies;
    private readonly WaitingOperators _operators;
    private readonly TransactionLog _reports;
    private readonly OpenPlace _open;
    private TransactionState _state = TransactionState.None;
    private PendingAppends? _appends;
    private CommitInOneWrite? _commit;
    private ITransactionMessage? _persisting;
    private Decision _decision;
    private int _eventsToCome;
    private bool _isSealed;
    private bool _isStale;
    private bool _isPassivating;
    private bool _hasNewEvents;

    public TransactionActor(TransactionId id, TransactionDependencies dependencies)
    {
        _id = id;
        _dependencies = dependencies;
        _check = new CheckWait(id, dependencies.Policy);
        _replies = new TransactionReplies(id, Self, dependencies.Expiry);
        _operators = new WaitingOperators(_replies);
        _reports = new TransactionLog(id, Log, dependencies);
        _open = new OpenPlace(dependencies.Open);
        PersistenceId = TransactionJournal.PersistenceIdOf(id);
    }

    public override string PersistenceId { get; }

    public override Akka.Persistence.Recovery Recovery => WithoutSnapshot;

    public ITimerScheduler Timers { get; set; } = null!;

    // Rounded as the journal stores it, so that a recovered state equals the original one.
    private static DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Context.System.Scheduler.Now.ToUnixTimeMilliseconds());

    public static Props Props(TransactionId id, TransactionDependencies dependencies) => Akka.Actor.Props.CreateBy(new TransactionActorProducer(id, dependencies));

    protected override void PostStop() => _open.Leave();

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (IsRecovering && message is ITransactionMessage command)
            _early.Add(Sender, command);
        var skipsRead = message is LoadSnapshotResult && _early.BeginsNew && _dependencies.SkipsReadsOfNewIds && !_dependencies.Expiry.IsKnownExpired(_id);
        return base.AroundReceive(receive, skipsRead ? NothingToRead : message);
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case ITransactionEvent happened:
                _state = _state.Apply(happened);
                break;
            case RecoveryCompleted:
                _early.Take();
                _check.Follow(_state);
                _open.Follow(_state);
                // A transaction in any other phase waits for the command that woke it, which is already in its mailbox.
                if (_state.IsOpen || _state.Phase is TransactionPhase.Committed)
                    Proceed();
                break;
            default:
                throw new InvalidOperationException($"The event {message} does not belong to a transaction.");
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case WakeTransaction when _commit is not null:
                break;
            case ITransactionMessage command when _commit is { } commit:
                if (!commit.TryWait(Sender, command))
                    _replies.SendCrowded(Sender, command, _state);
                break;
            case ITransactionMessage command when _isStale || (_isPassivating && command is WakeTransaction):
                // The message overtook the stop. The shard knows of the passivation and buffers the message for the next incarnation.
                Context.Parent.Tell(command, Sender);
                break;
            case PrepareTransaction or HandOverTransaction or CommitTransaction or RollbackTransaction or ResolveTransaction or CheckConcluded:
                Decide(Sender, (ITransactionMessage)message);
                break;
            case AppendedToQueue appended:
                Confirm(appended);
                break;
            case AppendRefused:
                // The number of the companion is taken: by an earlier attempt of this commit, or by another copy of this entity.
                ReadAnew(_commit?.Commands ?? []);
                break;
            case WakeTransaction { IsCommitted: true } wake when _state.IsOpen:
                // Another copy of this entity has committed, so this copy is stale.
                ReadAnew([(Sender, wake)]);
                break;
            case WakeTransaction wake:
                if (wake.Returned?.Contains(_state.Group) is true && _check.CheckNow() && _state.IsOpen)
                    Ask();
                Proceed();
                break;
            case TransactionTimer timer:
                OnTimer(timer);
                break;
            case StopTransaction:
                Stop();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistFailure(cause, @event, sequenceNr);
        _replies.SendUnknown([(Sender, _persisting), .. _operators.Take()], _state);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        // The method of the base class would log each rejection.
        _reports.Rejection(cause);
        _replies.SendRejected([(Sender, _persisting), .. _operators.Take()], _state);
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        base.OnRecoveryFailure(reason, message);
        TransactionMetrics.FailedRecoveries.Add(1);
        foreach (var (sender, command) in _early.Take())
            _replies.Send(sender, command, _state, TransactionOutcome.Busy, "the journal could not be read; repeat the command.");
    }

    private void Decide(IActorRef sender, ITransactionMessage command)
    {
        var wish = command is CheckConcluded conclusion ? _operators.Hear(conclusion, isCurrent: _check.Conclude(conclusion, Now)) : null;
        var decision = _dependencies.Decide(_id, _state, command, Now, wish);
        var appended = decision.Events is [TransactionAppended only] ? only : null;
        var isForSuccessor = (_isSealed && decision.Events.Count > 0) || (_isPassivating && (decision.NeedsCheck || appended is not null));
        if (decision.Contradiction && !isForSuccessor)
            _reports.Contradiction(_state, command);
        if (isForSuccessor)
            ReadAnew([(sender, command)]);
        else if (decision.NeedsCheck)
        {
            _operators.Add(sender, (ResolveTransaction)command, _state);
            if (!_check.IsInFlight)
                Ask();
        }
        else if (decision.Events.Count == 0)
        {
            Proceed();
            Reply(sender, command, decision);
        }
        else if (appended is not null)
            CommitWithMessages(new CommitInOneWrite(appended, sender, command));
        else
            Record(command, decision);
    }

    private void Record(ITransactionMessage? command, in Decision decision)
    {
        (_persisting, _decision, _eventsToCome) = (command, decision, decision.Events.Count);
        if (decision.Events.Count == 1)
            Persist(decision.Events[0], OnPersisted);
        else
            PersistAll(decision.Events, OnPersisted);
    }

    private void OnPersisted(ITransactionEvent happened)
    {
        Apply(happened);
        _hasNewEvents = true;
        if (--_eventsToCome > 0)
            return;
        (var command, _persisting) = (_persisting, null);
        Proceed();
        Reply(Sender, command, _decision);
    }

    private void Apply(ITransactionEvent happened)
    {
        _state = _state.Apply(happened);
        _check.Follow(_state);
        _open.Follow(_state);
        _reports.Happened(happened, _state);
    }

    private void Reply(IActorRef sender, ITransactionMessage? command, in Decision decision)
    {
        _replies.SendInOrder(sender, command, _state, decision.Outcome, decision.Detail);
        _operators.Answer(_state);
        // Nothing is appended any more, so nothing would release the reply.
        if (_isPassivating)
            _replies.GiveUp(_state);
    }

    /// <summary>Starts what the phase requires, before any reply about the phase.</summary>
    private void Proceed()
    {
        if (_isPassivating)
            return;
        switch (_state.Phase)
        {
            case TransactionPhase.Prepared or TransactionPhase.Parked:
                AwaitCheck();
                break;
            case TransactionPhase.Committed:
                if (_appends is null)
                    Append();
                break;
            case TransactionPhase.None or TransactionPhase.Completed or TransactionPhase.RolledBack:
                // Wait for the answer to a check: it may contradict the decision, which must be reported.
                if (_check.IsInFlight)
                    Arm(TransactionTimer.CheckSilent, _dependencies.Options.CheckPatience);
                else
                    Passivate();
                break;
            default:
                throw new InvalidOperationException($"Transaction {_id} has the unknown phase {_state.Phase}.");
        }
    }

    private void OnTimer(TransactionTimer timer)
    {
        switch (timer.Kind)
        {
            case TransactionTimerKind.CheckDue:
                // Do not recompute the due time from the clock: a clock that was set back would postpone it for ever.
                if (_state.IsOpen)
                    Ask();
                break;
            case TransactionTimerKind.CheckSilent:
                TransactionMetrics.SilentChecks.Add(1);
                _check.GiveUp(Now);
                Proceed();
                _operators.GiveUp(_state);
                break;
            case TransactionTimerKind.AppendDue:
                RepeatAppends();
                break;
            case TransactionTimerKind.Passivate:
                Passivate();
                break;
            default:
                throw new InvalidOperationException($"The timer {timer.Kind} of transaction {_id} is unknown.");
        }
    }

    private void AwaitCheck()
    {
        if (_check.IsInFlight)
            return;
        if (_check.Next(_state, Now, _dependencies.Options) is (var timer, var after))
            Arm(timer, after);
        else
            Ask();
    }

    private void Ask()
    {
        Arm(TransactionTimer.CheckSilent, _dependencies.Options.CheckPatience);
        _dependencies.Checks.Tell(_check.Ask(_state), Self);
    }

    private void Append()
    {
        _appends ??= new PendingAppends(_id, _state.Messages, _state.Since);
        Arm(TransactionTimer.AppendDue, _appends.NextAttempt(_dependencies.Options));
        foreach (var append in _appends.Open)
            _dependencies.Queues.Tell(append, Self);
    }

    private void CommitWithMessages(CommitInOneWrite commit)
    {
        _commit = commit;
        var companion = _dependencies.Events.ToEvent(commit.Happened, PersistenceId, LastSequenceNr + 1);
        _appends = new PendingAppends(_id, _state.Messages, commit.Happened.At, companion);
        Append();
    }

    private void RepeatAppends()
    {
        if (_appends is null)
            return;
        if (_appends.Attempts > _dependencies.Options.AppendRetryMax)
        {
            // The sweep continues, or a repeated command.
            GiveUp();
            Passivate();
            return;
        }

        TransactionMetrics.AppendRetries.Add(_appends.Open.Count);
        Append();
    }

    private void Confirm(AppendedToQueue appended)
    {
        if (_appends?.Confirm(appended.Queue) is not true)
            return;
        if (_commit is { } commit)
        {
            Committed(commit);
            return;
        }

        _appends = null;
        _replies.Release(_state);
        Record(command: null, Decision.Record(new TransactionCompleted(Now)));
    }

    /// <summary>The queue has written the commit and the messages.</summary>
    private void Committed(CommitInOneWrite commit)
    {
        (_commit, _appends, _isSealed) = (null, null, true);
        Apply(commit.Happened);
        Proceed();
        _replies.Send(commit.Sender, commit.Command, _state, TransactionOutcome.Accepted);
        _operators.Answer(_state);
        foreach (var (sender, command) in commit.Waiting)
            Decide(sender, command);
    }

    /// <summary>Replies to all who wait for the queues, because this incarnation waits no longer.</summary>
    private void GiveUp()
    {
        _replies.GiveUp(_state);
        _replies.SendUnconfirmed([.. _commit?.Commands ?? [], .. _operators.Take()], _state);
        _isStale |= _commit is not null;
        (_commit, _appends) = (null, null);
    }

    /// <summary>Stops, and gives these commands to the next incarnation, which reads the journal.</summary>
    private void ReadAnew(IReadOnlyList<(IActorRef Sender, ITransactionMessage Command)> commands)
    {
        (_commit, _appends, _isStale) = (null, null, true);
        if (!_isPassivating)
            Passivate();
        foreach (var (sender, command) in commands.Concat(_operators.Take()))
            Context.Parent.Tell(command, sender);
    }

    private void Passivate()
    {
        _isPassivating = true;
        _hasNewEvents = false;
        Timers.CancelAll();
        Context.Parent.Tell(new Passivate(StopTransaction.Instance));
    }

    private void Stop()
    {
        GiveUp();
        // A command that overtook the stop has started new work: the shard starts this entity again for it.
        if (_isPassivating && _hasNewEvents && (_state.IsOpen || _state.Phase is TransactionPhase.Committed))
            Context.Parent.Tell(new WakeTransaction(_id), ActorRefs.NoSender);
        Context.Stop(Self);
    }

    // A transaction waits for one thing at a time, so it has one timer.
    private void Arm(TransactionTimer timer, TimeSpan after) => Timers.StartSingleTimer(TimerKey, timer, after);
}
