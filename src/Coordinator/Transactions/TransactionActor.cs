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
/// One transaction: decide, persist, apply, arm the timer, reply. Everything it replies is in the journal before.
/// Of a write that failed it does not know whether it took place: it says so, stops, and is read anew.
/// </summary>
internal sealed class TransactionActor : UntypedPersistentActor, IWithTimers
{
    private const string Next = "next";

    // There are none: asking for them would cost every transaction a query.
    private static readonly Akka.Persistence.Recovery WithoutSnapshot = new(SnapshotSelectionCriteria.None);

    // Nor has an id that was made a moment ago any events.
    private static readonly LoadSnapshotResult NothingToRead = new(snapshot: null, GroupCommitJournal.UpToNothing);

    private readonly TransactionId _id;
    private readonly TransactionDependencies _around;
    private readonly CheckWait _check;
    private readonly EarlyCommands _early = new();
    private TransactionState _state = TransactionState.None;
    private PendingAppends? _appends;
    private ITransactionMessage? _persisting;
    private int _eventsToCome;
    private bool _isPassivating;
    private bool _hasMovedOn;

    private TransactionActor(TransactionId id, TransactionDependencies around)
    {
        _id = id;
        _around = around;
        _check = new CheckWait(id, around.Policy);
        PersistenceId = TransactionJournal.PersistenceIdOf(id);
    }

    public override string PersistenceId { get; }

    public override Akka.Persistence.Recovery Recovery => WithoutSnapshot;

    public ITimerScheduler Timers { get; set; } = null!;

    // What the journal keeps: a state that was recovered equals the one that was not.
    private static DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Context.System.Scheduler.Now.ToUnixTimeMilliseconds());

    public static Props Props(TransactionId id, TransactionDependencies around) => Akka.Actor.Props.CreateBy(new Maker(id, around));

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (IsRecovering && message is ITransactionMessage command)
            _early.Add(Sender, command);
        var needNotRead = message is LoadSnapshotResult && _early.BeginsNew && _around.SkipsReadsOfNewIds;
        return base.AroundReceive(receive, needNotRead ? NothingToRead : message);
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
                // An unknown or a decided one waits for the command that woke it, which is already in its mailbox.
                if (_state.IsOpen || _state.Phase is TransactionPhase.Committed)
                    Proceed();
                break;
            default:
                throw new InvalidOperationException($"{message} is no event of a transaction.");
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
                // It overtook the stop. The shard has been told of the passivation, and keeps this for the next incarnation.
                Context.Parent.Tell(wake, ActorRefs.NoSender);
                break;
            case WakeTransaction { IsCommitted: true } wake when _state.IsOpen:
                // Another copy committed behind this one's back, and whoever would tell it may never come: the next one reads.
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
        AdmitUnknown();
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistRejected(cause, @event, sequenceNr);
        AdmitUnknown();
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        base.OnRecoveryFailure(reason, message);
        TransactionMetrics.FailedRecoveries.Add(1);
        foreach (var (sender, command) in _early.Take())
            Reply(sender, command, TransactionOutcome.Busy, "the journal cannot be read now; repeat the command.");
    }

    private void Decide(ITransactionMessage command)
    {
        var decision = _around.Decider.Decide(_state, command, Now);
        if (decision.Contradiction)
            Report(command);
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
        _hasMovedOn = true;
        TransactionMetrics.Count(happened);
        if (--_eventsToCome > 0)
            return;
        var command = _persisting;
        _persisting = null;
        Proceed();
        Reply(Sender, command, TransactionOutcome.Accepted, detail: null);
    }

    /// <summary>Whatever the transaction waits for now is arranged, before anyone is told about it.</summary>
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
                // Its answer may contradict the decision, which must not go unnoticed.
                Arm(TransactionTimer.CheckSilent, _around.Options.CheckPatience);
                break;
            case TransactionPhase.None or TransactionPhase.Completed or TransactionPhase.RolledBack:
                Passivate();
                break;
            default:
                throw new InvalidOperationException($"{_id} is {_state.Phase}, which is no phase.");
        }
    }

    private void OnTimer(TransactionTimer timer)
    {
        switch (timer.Kind)
        {
            // Not by the clock once more: one that was set back would put it off for ever.
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
                throw new InvalidOperationException($"{timer.Kind} is no timer.");
        }
    }

    private void AwaitCheck()
    {
        if (_check.IsInFlight)
            return;
        var dueIn = _check.DueIn(_state, Now);
        if (dueIn <= TimeSpan.Zero)
            Ask();
        else if (dueIn <= _around.Options.TransactionMemoryHorizon)
            Arm(TransactionTimer.CheckDue, dueIn);
        else
            Arm(TransactionTimer.Passivate, _around.Options.TransactionLinger);
    }

    private void CheckNow()
    {
        _check.CheckNow();
        // A check sender that is new knows nothing of what its predecessor was asked, which went down with its node; another has it still.
        if (_check.IsInFlight && _state.IsOpen)
            Ask();
    }

    private void Ask()
    {
        var messages = _state.Messages.Select(routed => routed.Message).ToArray();
        var number = _check.Ask(_state);
        Arm(TransactionTimer.CheckSilent, _around.Options.CheckPatience);
        _around.Checks.Tell(new RequestCheck(_id, _state.Group, number, messages), Self);
    }

    private void Append()
    {
        _appends ??= new PendingAppends(_id, _state);
        Arm(TransactionTimer.AppendDue, _appends.NextAttempt(_around.Options));
        foreach (var append in _appends.Open)
            _around.Queues.Tell(append, Self);
    }

    private void RepeatAppends()
    {
        if (_appends is null || _state.Phase is not TransactionPhase.Committed)
            return;
        if (_appends.Attempts > _around.Options.AppendRetryMax)
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
        _hasMovedOn = false;
        Timers.CancelAll();
        Context.Parent.Tell(new Passivate(StopTransaction.Instance));
    }

    private void Stop()
    {
        // A command that overtook the stop has left something to do: the shard starts this entity again for it.
        if (_isPassivating && _hasMovedOn && (_state.IsOpen || _state.Phase is TransactionPhase.Committed))
            Context.Parent.Tell(new WakeTransaction(_id), ActorRefs.NoSender);
        Context.Stop(Self);
    }

    private void AdmitUnknown()
    {
        TransactionMetrics.UnknownWrites.Add(1);
        Reply(Sender, _persisting, TransactionOutcome.Busy, "the journal did not confirm: whether it took effect is unknown; repeat the command.");
        _persisting = null;
    }

    private void Report(ITransactionMessage command)
    {
        TransactionMetrics.Contradictions.Add(1);
        Log.Error("Transaction {0} is {1}, and is contradicted by {2}. The decision stands.", _id, _state.Phase, command);
    }

    private void Reply(IActorRef sender, ITransactionMessage? command, TransactionOutcome outcome, string? detail)
    {
        if (TransactionReplies.To(command, _id, _state.Phase, outcome, detail) is { } reply)
            sender.Tell(reply, Self);
    }

    // One timer at a time: a transaction waits for one thing.
    private void Arm(TransactionTimer timer, TimeSpan after) => Timers.StartSingleTimer(Next, timer, after);

    /// <summary>Made without reflection: there is one per transaction.</summary>
    private sealed class Maker(TransactionId id, TransactionDependencies around) : IIndirectActorProducer
    {
        public Type ActorType => typeof(TransactionActor);

        public ActorBase Produce() => new TransactionActor(id, around);

        public void Release(ActorBase actor)
        {
        }
    }
}
