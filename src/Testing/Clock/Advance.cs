using Akka.Actor;

namespace Coordinator.Testing.Clock;

/// <summary>
/// Advances a clock in steps. After each step every timer that was due has fired, and the actors get a moment to act. A longest step is shorter than
/// the silence after which a session ends.
/// </summary>
internal static class Advance
{
    private const int Steps = 100;

    private static readonly TimeSpan ShortestStep = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    /// <param name="clock">The clock.</param>
    /// <param name="time">Time to advance.</param>
    /// <param name="systems">Returns the actor systems that go by the clock now.</param>
    /// <param name="ct">Ends it between two steps.</param>
    public static async Task RunAsync(TestClock clock, TimeSpan time, Func<IEnumerable<ActorSystem>> systems, CancellationToken ct)
    {
        var step = new TimeSpan(Math.Clamp(time.Ticks / Steps, ShortestStep.Ticks, LongestStep.Ticks));
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            clock.Advance(left < step ? left : step);
            await Task.WhenAll(systems().Select(system => CaughtUpAsync(system, ct)));
            await Task.Delay(Moment, ct);
        }
    }

    private static async Task CaughtUpAsync(ActorSystem system, CancellationToken ct)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => fired.TrySetResult());
        // A system that ends meanwhile fires nothing any more.
        await Task.WhenAny(fired.Task, system.WhenTerminated).WaitAsync(ct);
    }
}
