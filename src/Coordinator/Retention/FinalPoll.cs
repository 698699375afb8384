using Akka.Actor;
using Coordinator.Transactions;

namespace Coordinator.Retention;

/// <summary>Asks for the final watermark from time to time, and tells this node's sessions. One on each node.</summary>
internal sealed class FinalPoll : ReceiveActor, IWithTimers
{
    /// <param name="keeper">Actor that knows the watermark.</param>
    /// <param name="listener">Actor that is told of it.</param>
    /// <param name="interval">Time between two questions.</param>
    public FinalPoll(ICanTell keeper, ICanTell listener, TimeSpan interval)
    {
        Receive<AskDue>(_ => keeper.Tell(new AskFinalWatermark(), Self));
        Receive<FinalWatermark>(final => listener.Tell(final, Self));
        Timers.StartPeriodicTimer(AskDue.Instance, AskDue.Instance, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ICanTell keeper, ICanTell listener, TimeSpan interval) =>
        Akka.Actor.Props.Create(() => new FinalPoll(keeper, listener, interval));

    private sealed record AskDue
    {
        public static readonly AskDue Instance = new();
    }
}
