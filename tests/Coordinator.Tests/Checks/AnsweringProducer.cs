using System.Collections.Concurrent;
using Akka.Actor;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;

namespace Coordinator.Tests.Checks;

/// <summary>The session of an instance that knows what became of each transaction, and takes its time to say so.</summary>
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

/// <summary>What an instance was asked, and when.</summary>
/// <param name="slow">So many answers take half a second each; the others next to nothing.</param>
/// <param name="activity">Counts them, too.</param>
internal sealed class AskedChecks(int slow, Activity activity)
{
    private readonly ConcurrentQueue<(TransactionId Id, DateTimeOffset At)> _all = [];
    private int _answered;

    public IReadOnlyCollection<(TransactionId Id, DateTimeOffset At)> All => _all;

    public int AnsweredCount => Volatile.Read(ref _answered);

    public int MostAtOnce { get; private set; }

    /// <summary>As the local transaction ended, long ago.</summary>
    public static CheckVerdict VerdictOf(TransactionId id) =>
        id.Value[^1] % 2 == 0 ? CheckVerdict.Committed : CheckVerdict.RolledBack;

    /// <returns>How long its answer takes.</returns>
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

    /// <summary>The most that were asked within any second.</summary>
    public int MostPerSecond()
    {
        var times = _all.Select(asked => asked.At).Order().ToArray();
        return times.Max(from => times.Count(at => at >= from && at < from.AddSeconds(1)));
    }
}
