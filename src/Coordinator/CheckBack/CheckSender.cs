using Akka.Actor;
using Akka.Event;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;

namespace Coordinator.CheckBack;

/// <summary>
/// Asks producers, for all transactions of this node: any live instance, one check at a time per transaction, within the
/// rate and the in-flight limit of the producer group. It remembers nothing that must not be lost: a transaction whose check
/// went down with it asks again.
/// </summary>
internal sealed class CheckSender : ReceiveActor, IWithTimers
{
    private const int OverdueRemembered = 10_000;

    private readonly CheckOptions _options;
    private readonly ProducerDirectory _directory;
    private readonly Func<IActorRef> _transactions;
    private readonly Func<IActorRef> _sweep;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<TransactionId, PendingCheck> _pending = [];
    private readonly Dictionary<ProducerGroup, GroupLine> _lines = [];
    private readonly OverdueChecks _overdue = new(OverdueRemembered);
    private readonly HashSet<ProducerGroup> _unanswered = [];

    /// <param name="options">The limits.</param>
    /// <param name="directory">Outlives a restart of this actor; no one else may touch it.</param>
    /// <param name="transactions">The transactions' region, for late answers.</param>
    /// <param name="sweep">Told when a group that left a check unanswered, or had no instance, gets an instance.</param>
    public CheckSender(CheckOptions options, ProducerDirectory directory, Func<IActorRef> transactions, Func<IActorRef> sweep)
    {
        _options = options;
        _directory = directory;
        _transactions = transactions;
        _sweep = sweep;
        Receive<RequestCheck>(OnRequest);
        Receive<CheckAnswered>(OnAnswered);
        Receive<CheckOverdue>(OnOverdue);
        Receive<TurnDue>(due => AskNext(due.Group));
        Receive<RegisterProducer>(OnRegister);
        Receive<UnregisterProducer>(closed => OnSessionEnded(closed.Session));
        Receive<Terminated>(ended => OnSessionEnded(ended.ActorRef));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props Props(CheckOptions options, Func<IActorRef> transactions, Func<IActorRef> sweep)
    {
        var directory = new ProducerDirectory();
        return Akka.Actor.Props.Create(() => new CheckSender(options, directory, transactions, sweep));
    }

    protected override void PreStart()
    {
        foreach (var session in _directory.Sessions)
            Context.Watch(session);
    }

    private void OnRequest(RequestCheck request)
    {
        if (_pending.TryGetValue(request.Id, out var earlier))
        {
            if (earlier.Request.Number == request.Number)
                earlier.ReplyTo = Sender;
            else
                Refuse(request, CheckEnding.Deferred, $"check {earlier.Request.Number} of it is still in flight");
            return;
        }

        if (!_directory.HasInstance(request.Group))
        {
            Refuse(request, CheckEnding.NoInstance, $"no instance of {request.Group} is connected");
            return;
        }

        var check = new PendingCheck(request, LineOf(request.Group), Sender);
        if (!check.Line.TryEnter(check))
        {
            Refuse(request, CheckEnding.Deferred, $"{_options.CheckMaxWaitingPerGroup} checks of {request.Group} wait already");
            return;
        }

        _pending.Add(request.Id, check);
        AskNext(request.Group);
    }

    private void OnAnswered(CheckAnswered answered)
    {
        var answer = answered.Answer;
        if (_pending.TryGetValue(answer.Id, out var check) && Answers(answered, check))
        {
            check.Producer!.AvoidUntil = answer.Verdict == CheckVerdict.Failed ? Now + Avoidance : DateTimeOffset.MinValue;
            if (answer.Verdict == CheckVerdict.Failed)
                _unanswered.Add(check.Request.Group);
            Land(check, EndingOf(answer.Verdict), answer.Detail);
            AskNext(check.Request.Group);
            return;
        }

        var askedAt = IsDefinite(answer.Verdict) ? _overdue.AskedAt(answer) : null;
        CheckMetrics.LateAnswer(forwarded: askedAt is not null);
        if (askedAt is { } at)
        {
            _transactions().Tell(new CheckConcluded(
                answer.Id, answer.Number, EndingOf(answer.Verdict), answered.Instance, at, answer.Detail));
            return;
        }

        _log.Debug(
            "Dropped the answer {0} of {1} to check {2} of {3}: nobody waits for it",
            answer.Verdict, answered.Instance, answer.Number, answer.Id);
    }

    private void OnOverdue(CheckOverdue overdue)
    {
        if (!_pending.TryGetValue(overdue.Id, out var check) || check.Request.Number != overdue.Number)
            return;
        check.Producer!.AvoidUntil = Now + Avoidance;
        _overdue.Remember(check);
        _unanswered.Add(check.Request.Group);
        Land(check, CheckEnding.TimedOut, $"no answer within {_options.CheckTimeout}");
        AskNext(check.Request.Group);
    }

    private void OnRegister(RegisterProducer register)
    {
        var deserted = _directory.Register(register.Instance, register.Groups, register.Session);
        Context.Watch(register.Session);
        // A dead instance may be known for a while yet: whoever waits for an answer of it need not wait for its successor.
        var returned = register.Groups.Where(_unanswered.Remove).Union(deserted).ToList();
        if (returned.Count > 0)
            _sweep().Tell(new GroupsReturned(returned));
    }

    private void OnSessionEnded(IActorRef session)
    {
        Context.Unwatch(session);
        var deserted = _directory.Unregister(session);
        foreach (var check in _pending.Values.Where(check => session.Equals(check.Producer?.Session)).ToList())
        {
            _overdue.Remember(check);
            if (!TryAskAnother(check))
                Land(check, CheckEnding.Failed, "the session ended before the answer");
            AskNext(check.Request.Group);
        }

        foreach (var group in deserted)
            Desert(group);
    }

    /// <summary>Nobody failed, the line broke: as long as somebody is left, the check goes on under its number.</summary>
    private bool TryAskAnother(PendingCheck check)
    {
        if (!_directory.HasInstance(check.Request.Group) || !check.Line.TryEnter(check))
            return false;
        Timers.Cancel(check.Request.Id);
        check.Line.Landed();
        check.Unask();
        return true;
    }

    private void Desert(ProducerGroup group)
    {
        _log.Warning("No instance of producer group {0} is connected any more; its open transactions wait", group);
        if (!_lines.Remove(group, out var line))
            return;
        Timers.Cancel(group);
        foreach (var check in line.Dismiss())
            Conclude(check, CheckEnding.NoInstance, $"the last instance of {group} went");
    }

    private void AskNext(ProducerGroup group)
    {
        if (!_lines.TryGetValue(group, out var line))
            return;
        while (line.TryTake(Now) is { } check)
            Ask(check);
        if (line.UntilNext(Now) is { } wait)
            Timers.StartSingleTimer(group, new TurnDue(group), wait);
    }

    private void Ask(PendingCheck check)
    {
        var request = check.Request;
        if (_directory.Pick(request.Group, Now) is not { } producer)
        {
            check.Line.Landed();
            Conclude(check, CheckEnding.NoInstance, $"no instance of {request.Group} is connected");
            return;
        }

        check.Asked(producer, Now);
        Timers.StartSingleTimer(request.Id, new CheckOverdue(request.Id, request.Number), _options.CheckTimeout);
        producer.Session.Tell(new CheckTransaction(request.Id, request.Group, request.Number, request.Messages));
        CheckMetrics.Asked();
    }

    private void Land(PendingCheck check, CheckEnding ending, string? detail)
    {
        Timers.Cancel(check.Request.Id);
        check.Line.Landed();
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

    private GroupLine LineOf(ProducerGroup group)
    {
        if (!_lines.TryGetValue(group, out var line))
            _lines[group] = line = new GroupLine(_options, Now);
        return line;
    }

    /// <summary>How long an instance that failed a check is asked only when there is no other.</summary>
    private TimeSpan Avoidance => _options.CheckTimeout * 6;

    private static bool Answers(CheckAnswered answered, PendingCheck check) =>
        check.Producer?.Instance == answered.Instance
        && check.Request.Number == answered.Answer.Number
        && check.Request.Group == answered.Answer.Group;

    private static bool IsDefinite(CheckVerdict verdict) => verdict is CheckVerdict.Committed or CheckVerdict.RolledBack;

    private static CheckEnding EndingOf(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Committed => CheckEnding.Committed,
        CheckVerdict.RolledBack => CheckEnding.RolledBack,
        CheckVerdict.InProgress => CheckEnding.InProgress,
        CheckVerdict.Failed => CheckEnding.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "no such verdict"),
    };

    private sealed record CheckOverdue(TransactionId Id, int Number);

    private sealed record TurnDue(ProducerGroup Group);
}
