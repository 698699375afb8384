using System.Collections.Concurrent;
using Akka.Actor;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;

namespace Coordinator.Tests.Checks;

/// <summary>Session of an instance that knows the outcome of each transaction, and takes its time to answer.</summary>
internal sealed class AnsweringProducer : ReceiveActor, IWithTimers
{
    private readonly InstanceId _instance;
    private readonly IActorRef _sender;
    private readonly AskedChecks _asked;

    public AnsweringProducer(InstanceId instance, IActorRef sender, AskedChecks asked)
    {
        _instance = instance;
        _sender = sender;
        _asked = asked;
        Receive<CheckTransaction>(OnCheck);
        Receive<CheckAnswer>(OnAnswer);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void OnCheck(CheckTransaction check)
    {
        var pause = _asked.Add(check.Id, Context.System.Scheduler.Now);
        Timers.StartSingleTimer(
            check.Id, new CheckAnswer(check.Id, check.Group, check.Number, AskedChecks.VerdictOf(check.Id)), pause);
    }

    private void OnAnswer(CheckAnswer answer)
    {
        _asked.Answer();
        _sender.Tell(new CheckAnswered(_instance, answer));
    }
}

/// <summary>Records the checks of an instance, and their times.</summary>
/// <param name="slow">Number of answers that take half a second each. The others take almost none.</param>
/// <param name="activity">Counts the checks as well.</param>
internal sealed class AskedChecks(int slow, Activity activity)
{
    private readonly ConcurrentQueue<(TransactionId Id, DateTimeOffset At)> _all = [];
    private int _answered;

    public IReadOnlyCollection<(TransactionId Id, DateTimeOffset At)> All => _all;

    public int AnsweredCount => Volatile.Read(ref _answered);

    public int MostAtOnce { get; private set; }

    /// <summary>Gets the verdict, which depends on the transaction's id alone.</summary>
    public static CheckVerdict VerdictOf(TransactionId id) =>
        id.Value[^1] % 2 == 0 ? CheckVerdict.Committed : CheckVerdict.RolledBack;

    /// <returns>The time that the answer takes.</returns>
    public TimeSpan Add(TransactionId id, DateTimeOffset at)
    {
        activity.Happened();
        _all.Enqueue((id, at));
        MostAtOnce = Math.Max(MostAtOnce, _all.Count - _answered);
        return TimeSpan.FromMilliseconds(_all.Count <= slow ? 500 : 10);
    }

    public void Answer()
    {
        activity.Happened();
        Interlocked.Increment(ref _answered);
    }

    /// <summary>Gets the largest number of checks within any second.</summary>
    public int MostPerSecond()
    {
        var times = _all.Select(asked => asked.At).Order().ToArray();
        return times.Max(from => times.Count(at => at >= from && at < from.AddSeconds(1)));
    }
}
