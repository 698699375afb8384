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
    private TransactionState _state = TransactionState.None;
    private PendingAppends? _appends;
    private ITransactionMessage? _persisting;
    private int _eventsToCome;
    private bool _isPassivating;
    private bool _hasNewEvents;

    private TransactionActor(TransactionId id, TransactionDependencies dependencies)
    {
        _id = id;
        _dependencies = dependencies;
        _check = new CheckWait(id, dependencies.Policy);
        PersistenceId = TransactionJournal.PersistenceIdOf(id);
    }

    public override string PersistenceId { get; }

    public override Akka.Persistence.Recovery Recovery => WithoutSnapshot;

    public ITimerScheduler Timers { get; set; } = null!;

    // Rounded as the journal stores it, so that a recovered state equals the original one.
    private static DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Context.System.Scheduler.Now.ToUnixTimeMilliseconds());

    public static Props Props(TransactionId id, TransactionDependencies dependencies) => Akka.Actor.Props.CreateBy(new Producer(id, dependencies));

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (IsRecovering && message is ITransactionMessage command)
            _early.Add(Sender, command);
        var skipsRead = message is LoadSnapshotResult && _early.BeginsNew && _dependencies.SkipsReadsOfNewIds;
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
            case PrepareTransaction or CommitTransaction or RollbackTransaction or ResolveTransaction:
                Decide((ITransactionMessage)message);
                break;
            case CheckConcluded conclusion:
                _check.Conclude(conclusion, Now);
                Decide(conclusion);
                break;
            case AppendedToQueue appended:
                Confirm(appended);
                break;
            case WakeTransaction wake when _isPassivating:
                // The message overtook the stop. The shard knows of the passivation and buffers the message for the next incarnation.
                Context.Parent.Tell(wake, ActorRefs.NoSender);
                break;
            case WakeTransaction { IsCommitted: true } wake when _state.IsOpen:
                // Another copy of this entity has committed, so this copy is stale. The next incarnation reads the commit.
                Passivate();
                Context.Parent.Tell(wake, ActorRefs.NoSender);
                break;
            case WakeTransaction wake:
                if (wake.Returned?.Contains(_state.Group) is true)
                    CheckNow();
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
        ReplyUnknown();
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        // The method of the base class would log each rejection, which a producer causes when it calls a used id new.
        if (_dependencies.Throttle.IsDue("rejection", out var leftOut))
            Log.Warning(cause, "The journal rejected an event of transaction {0}, which recovers. {1} more since the last such line.", _id, leftOut);
        ReplyUnknown();
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        base.OnRecoveryFailure(reason, message);
        TransactionMetrics.FailedRecoveries.Add(1);
        foreach (var (sender, command) in _early.Take())
            Reply(sender, command, TransactionOutcome.Busy, "the journal could not be read; repeat the command.");
    }

    private void Decide(ITransactionMessage command)
    {
        var decision = _dependencies.Decider.Decide(_state, command, Now);
        if (decision.Contradiction)
            ReportContradiction(command);
        if (decision.Events.Count > 0)
        {
            Record(command, decision.Events);
            return;
        }

        Proceed();
        Reply(Sender, command, decision.Outcome, decision.Detail);
    }

    private void Record(ITransactionMessage? command, IReadOnlyList<ITransactionEvent> events)
    {
        _persisting = command;
        _eventsToCome = events.Count;
        if (events.Count == 1)
            Persist(events[0], OnPersisted);
        else
            PersistAll(events, OnPersisted);
    }

    private void OnPersisted(ITransactionEvent happened)
    {
        _state = _state.Apply(happened);
        _check.Follow(_state);
        _hasNewEvents = true;
        TransactionMetrics.Count(happened);
        if (--_eventsToCome > 0)
            return;
        var command = _persisting;
        _persisting = null;
        Proceed();
        Reply(Sender, command, TransactionOutcome.Accepted, detail: null);
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
            case TransactionPhase.None or TransactionPhase.Completed or TransactionPhase.RolledBack when _check.IsInFlight:
                // Wait for the answer to the check: it may contradict the decision, which must be reported.
                Arm(TransactionTimer.CheckSilent, _dependencies.Options.CheckPatience);
                break;
            case TransactionPhase.None or TransactionPhase.Completed or TransactionPhase.RolledBack:
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
            // Do not recompute the due time from the clock: a clock that was set back would postpone it for ever.
            case TransactionTimerKind.CheckDue when _state.IsOpen:
                Ask();
                break;
            case TransactionTimerKind.CheckDue:
                break;
            case TransactionTimerKind.CheckSilent:
                TransactionMetrics.SilentChecks.Add(1);
                _check.GiveUp(Now);
                Proceed();
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
        var dueIn = _check.DueIn(_state, Now);
        if (dueIn <= TimeSpan.Zero)
            Ask();
        else if (dueIn <= _dependencies.Options.TransactionMemoryHorizon)
            Arm(TransactionTimer.CheckDue, dueIn);
        else
            Arm(TransactionTimer.Passivate, _dependencies.Options.TransactionLinger);
    }

    private void CheckNow()
    {
        _check.CheckNow();
        // Ask again: a new check sender does not know the requests of its predecessor. One that knows this request does not send it twice.
        if (_check.IsInFlight && _state.IsOpen)
            Ask();
    }

    private void Ask()
    {
        var messages = _state.Messages.Select(routed => routed.Message).ToArray();
        var number = _check.Ask(_state);
        Arm(TransactionTimer.CheckSilent, _dependencies.Options.CheckPatience);
        _dependencies.Checks.Tell(new RequestCheck(_id, _state.Group, number, messages), Self);
    }

    private void Append()
    {
        _appends ??= new PendingAppends(_id, _state);
        Arm(TransactionTimer.AppendDue, _appends.NextAttempt(_dependencies.Options));
        foreach (var append in _appends.Open)
            _dependencies.Queues.Tell(append, Self);
    }

    private void RepeatAppends()
    {
        if (_appends is null || _state.Phase is not TransactionPhase.Committed)
            return;
        if (_appends.Attempts > _dependencies.Options.AppendRetryMax)
        {
            Passivate();
            return;
        }

        TransactionMetrics.AppendRetries.Add(_appends.Open.Count);
        Append();
    }

    private void Confirm(AppendedToQueue appended)
    {
        if (_appends?.Confirm(appended.Queue) is true && _state.Phase is TransactionPhase.Committed)
            Record(command: null, [new TransactionCompleted(Now)]);
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
        // A command that overtook the stop has started new work: the shard starts this entity again for it.
        if (_isPassivating && _hasNewEvents && (_state.IsOpen || _state.Phase is TransactionPhase.Committed))
            Context.Parent.Tell(new WakeTransaction(_id), ActorRefs.NoSender);
        Context.Stop(Self);
    }

    private void ReplyUnknown()
    {
        TransactionMetrics.UnknownWrites.Add(1);
        Reply(Sender, _persisting, TransactionOutcome.Busy, "the journal did not confirm the write, so the result is unknown; repeat the command.");
        _persisting = null;
    }

    private void ReportContradiction(ITransactionMessage command)
    {
        TransactionMetrics.Contradictions.Add(1);
        if (_dependencies.Throttle.IsDue($"contradiction {_state.Group}", out var leftOut))
        {
            Log.Error(
                "Transaction {0} is {1}, and {2} contradicts that. The decision stands. {3} more of group {4} since the last such line.",
                _id, _state.Phase, command, leftOut, _state.Group);
        }
    }

    private void Reply(IActorRef sender, ITransactionMessage? command, TransactionOutcome outcome, string? detail)
    {
        if (TransactionReplies.To(command, _id, _state, outcome, detail) is { } reply)
            sender.Tell(reply, Self);
    }

    // A transaction waits for one thing at a time, so it has one timer.
    private void Arm(TransactionTimer timer, TimeSpan after) => Timers.StartSingleTimer(TimerKey, timer, after);

    /// <summary>Creates the actor without reflection, because there is one actor per transaction.</summary>
    private sealed class Producer(TransactionId id, TransactionDependencies dependencies) : IIndirectActorProducer
    {
        public Type ActorType => typeof(TransactionActor);

        public ActorBase Produce() => new TransactionActor(id, dependencies);

        public void Release(ActorBase actor)
        {
        }
    }
}
