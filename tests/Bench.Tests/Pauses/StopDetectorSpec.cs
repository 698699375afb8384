using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;

namespace Coordinator.Bench.Tests.Pauses;

public sealed class StopDetectorSpec
{
    private static readonly long Millisecond = Window.TicksOf(TimeSpan.FromMilliseconds(1));

    [Fact]
    public void A_wake_up_in_time_is_no_stop() => Assert.Empty(Stops(1, 2, 4, 9));

    [Fact]
    public void A_late_wake_up_is_a_stop_from_the_end_of_the_sleep() =>
        Assert.Equal([Stop(2, 32)], Stops(1, 32, 33));

    [Fact]
    public void A_wake_up_at_the_limit_is_a_stop() => Assert.Equal([Stop(1, 6)], Stops(6, 7));

    [Fact]
    public void Stops_in_a_row_are_kept_apart() => Assert.Equal([Stop(1, 10), Stop(11, 20)], Stops(10, 20));

    private static MachineStop Stop(int from, int until) => new(from * Millisecond, until * Millisecond);

    private static IReadOnlyList<MachineStop> Stops(params int[] wakeUps)
    {
        var detector = new StopDetector(0);
        foreach (var at in wakeUps)
            detector.Wake(at * Millisecond);
        return detector.Stops;
    }
}
