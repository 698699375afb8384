using Akka.TestKit;

namespace Coordinator.Participants.Tests;

internal static class VirtualTime
{
    /// <summary>
    /// Lets virtual time pass in small steps until the task has ended, so that timers that arm timers all have their turn.
    /// </summary>
    public static void AdvanceUntil(this TestScheduler time, Task task)
    {
        for (var step = 0; !task.IsCompleted && step < 2_000; step++)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            SpinWait.SpinUntil(() => task.IsCompleted, TimeSpan.FromMilliseconds(2));
        }
    }
}
