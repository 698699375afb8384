using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Common;
using Coordinator.Recovery;
using Coordinator.Transactions;

namespace Coordinator.Checks;

/// <summary>
/// Sends the checks of one producer group to its live instances, one check at a time per transaction, within the rate and limit of
/// the group. It keeps nothing that must survive: a transaction repeats a check that was lost, and sessions register again at
/// intervals.
/// </summary>
internal sealed class CheckSender : ReceiveActor, IWithTimers
{
    private const int MaxOverdue = 10_000;

    // A group without instances may not exist any more.
    private static readonly TimeSpan NoInstancesTimeout = TimeSpan.FromMinutes(2);

    private readonly ProducerGroup _group;
    private readonly CheckOptions _options;
    private readonly ProducerInstances _instances;
    private readonly Func<IActorRef> _transactions;
    private readonly Func<IActorRef> _sweep;
    private readonly LogThrottle _noInstances;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<TransactionId, PendingCheck> _pending = [];
    private readonly PendingChecks _queue;
    private readonly LateAnswers _overdue = new(MaxOverdue);
    private readonly SteadyClock _clock = SteadyClock.Of(Context.System.Scheduler);
    private bool _hasUnanswered;

    /// <param name="group">Group whose instances are checked.</param>
    /// <param name="options">Options with the limits.</param>
    /// <param name="instances">Live instances, which survive a restart of this actor. No other actor may use them.</param>
    /// <param name="transactions">Region of the transactions, for late answers.</param>
    /// <param name="sweep">Sweep to notify when the group gets an instance after it had none or left a check unanswered.</param>
    /// <param name="noInstances">Throttle of the log, because a participant can connect and leave with many groups again and again.</param>
    public CheckSender(
        ProducerGroup group,
        CheckOptions options,
        ProducerInstances instances,
        Func<IActorRef> transactions,
        Func<IActorRef> sweep,
        LogThrottle noInstances)
    {
        _group = group;
        _options = options;
        _instances = instances;
        _transactions = transactions;
        _sweep = sweep;
        _noInstances = noInstances;
        _queue = new PendingChecks(options, Steady);
        Receive<RequestCheck>(OnRequest);
        Receive<CheckAnswered>(OnAnswered);
        Receive<CheckOverdue>(OnOverdue);
        Receive<TurnDue>(_ => AskNext());
        Receive<RegisterProducer>(OnRegister);
        Receive<UnregisterProducer>(closed => OnSessionEnded(closed.Session));
        Receive<Terminated>(ended => OnSessionEnded(ended.ActorRef));
        Receive<DescribeProducers>(_ => Sender.Tell(new ProducersDescription(_group, _instances.Names)));
        Receive<ReceiveTimeout>(_ => OnIdle());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private DateTimeOffset Steady => _clock.Now;

    public static Props Props(
        ProducerGroup group, CheckOptions options, Func<IActorRef> transactions, Func<IActorRef> sweep, LogThrottle noInstances)
    {
        var instances = new ProducerInstances();
        return Akka.Actor.Props.Create(() => new CheckSender(group, options, instances, transactions, sweep, noInstances));
    }

    protected override void PreStart()
    {
        foreach (var session in _instances.Sessions)
            Context.Watch(session);
        Context.SetReceiveTimeout(NoInstancesTimeout);
    }

    private void OnRequest(RequestCheck request)
    {
        if (_pending.TryGetValue(request.Id, out var earlier))
        {
            if (earlier.Request.Number == request.Number)
                earlier.ReplyTo = Sender;
            else
                Refuse(request, CheckEnding.Deferred, $"check {earlier.Request.Number} of the transaction is still in flight");
            return;
        }

        if (!_instances.Any)
        {
            Refuse(request, CheckEnding.NoInstance, $"no instance of {_group} is connected");
            return;
        }

        var check = new PendingCheck(request, Sender);
        if (!_queue.TryEnter(check))
        {
            Refuse(request, CheckEnding.Deferred, $"as many checks of {_group} wait as may: {_options.CheckMaxWaitingPerGroup}, or {ByteSize.Write(PendingChecks.MostBytesWaiting)} of messages");
            return;
        }

        _pending.Add(request.Id, check);
        AskNext();
    }

    private void OnAnswered(CheckAnswered answered)
    {
        var answer = answered.Answer;
        if (_pending.TryGetValue(answer.Id, out var check) && Answers(answered, check))
        {
            check.Producer!.AvoidUntil = answer.Verdict == CheckVerdict.Failed ? Steady + Avoidance : DateTimeOffset.MinValue;
            if (answer.Verdict == CheckVerdict.Failed)
                _hasUnanswered = true;
            Complete(check, (CheckEnding)answer.Verdict, answer.Detail);
            AskNext();
            return;
        }

        var askedAt = answer.Verdict.IsFinal() ? _overdue.AskedAt(answer) : null;
        CheckMetrics.LateAnswer(forwarded: askedAt is not null);
        if (askedAt is { } at)
        {
            _transactions().Tell(new CheckConcluded(
                answer.Id, answer.Number, (CheckEnding)answer.Verdict, answered.Instance, at, answer.Detail));
            return;
        }

        _log.Debug(
            "Dropped the answer {0} of instance {1} to check {2} of transaction {3}: the check is not pending.",
            answer.Verdict, answered.Instance, answer.Number, answer.Id);
    }

    private void OnOverdue(CheckOverdue overdue)
    {
        if (!_pending.TryGetValue(overdue.Id, out var check) || check.Request.Number != overdue.Number)
            return;
        check.Producer!.AvoidUntil = Steady + Avoidance;
        _overdue.Remember(check);
        _hasUnanswered = true;
        Complete(check, CheckEnding.TimedOut, $"no answer within {Duration.Write(_options.CheckTimeout)}");
        AskNext();
    }

    private void OnRegister(RegisterProducer register)
    {
        var hadNone = !_instances.Any;
        if (!_instances.Add(register.Instance, register.Session))
            return;
        Context.Watch(register.Session);
        // A dead instance may stay registered for a while. Transactions that it left unanswered can ask the new instance at once.
        if (hadNone || _hasUnanswered)
            _sweep().Tell(new GroupsReturned([_group]));
        _hasUnanswered = false;
    }

    private void OnSessionEnded(IActorRef session)
    {
        Context.Unwatch(session);
        var hadAny = _instances.Any;
        _instances.Remove(session);
        foreach (var check in _pending.Values.Where(check => session.Equals(check.Producer?.Session)).ToList())
        {
            _overdue.Remember(check);
            if (!TryAskAnother(check))
                Complete(check, CheckEnding.Failed, "the session ended before the instance answered");
        }

        if (_instances.Any)
            AskNext();
        else if (hadAny)
            OnNoInstances();
    }

    /// <summary>Asks another instance under the same number, because the lost connection is no failed check.</summary>
    private bool TryAskAnother(PendingCheck check)
    {
        if (!_instances.Any || !_queue.TryEnter(check))
            return false;
        Timers.Cancel(check.Request.Id);
        _queue.Completed(check);
        check.ReturnToQueue();
        return true;
    }

    private void OnNoInstances()
    {
        if (_noInstances.IsDue(_group.Value, out var others))
        {
            _log.Warning(
                "No instance of producer group {Group} is connected. Its open transactions wait for one. ({Others} more since the last such line)",
                _group, others);
        }

        Timers.Cancel(TurnDue.Instance);
        foreach (var check in _queue.Clear())
            Conclude(check, CheckEnding.NoInstance, $"the last instance of {_group} disconnected");
    }

    private void OnIdle()
    {
        if (!_instances.Any)
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
    }

    private void AskNext()
    {
        while (_queue.TryTake(Steady) is { } check)
            Ask(check);
        if (_queue.UntilNext(Steady) is { } wait)
            Timers.StartSingleTimer(TurnDue.Instance, TurnDue.Instance, wait);
    }

    private void Ask(PendingCheck check)
    {
        var request = check.Request;
        if (_instances.Pick(Steady) is not { } producer)
        {
            _queue.Completed(check);
            Conclude(check, CheckEnding.NoInstance, $"no instance of {_group} is connected");
            return;
        }

        check.Asked(producer, Now);
        Timers.StartSingleTimer(request.Id, new CheckOverdue(request.Id, request.Number), _options.CheckTimeout);
        producer.Session.Tell(new CheckTransaction(request.Id, _group, request.Number, request.Messages));
        CheckMetrics.Asked();
    }

    private void Complete(PendingCheck check, CheckEnding ending, string? detail)
    {
        Timers.Cancel(check.Request.Id);
        _queue.Completed(check);
        Conclude(check, ending, detail);
    }

    private void Conclude(PendingCheck check, CheckEnding ending, string? detail)
    {
        _pending.Remove(check.Request.Id);
        CheckMetrics.Concluded(ending);
        var askedAt = check.Producer is null ? Now : check.AskedAt;
        check.ReplyTo.Tell(new CheckConcluded(
            check.Request.Id, check.Request.Number, ending, check.Producer?.Instance, askedAt, detail));
    }

    private void Refuse(RequestCheck request, CheckEnding ending, string detail)
    {
        CheckMetrics.Concluded(ending);
        Sender.Tell(new CheckConcluded(request.Id, request.Number, ending, Instance: null, Now, detail));
    }

    /// <summary>Time for which an instance that failed a check is asked only when there is no other.</summary>
    private TimeSpan Avoidance => _options.CheckTimeout * 6;

    private static bool Answers(CheckAnswered answered, PendingCheck check) =>
        check.Producer?.Instance == answered.Instance
        && check.Request.Number == answered.Answer.Number;

    private sealed record CheckOverdue(TransactionId Id, int Number);

    private sealed record TurnDue
    {
        public static readonly TurnDue Instance = new();
    }
}
