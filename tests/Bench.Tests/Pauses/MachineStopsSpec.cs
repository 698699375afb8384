using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;

namespace Coordinator.Bench.Tests.Pauses;

public sealed class MachineStopsSpec
{
    private static readonly long Millisecond = Window.TicksOf(TimeSpan.FromMilliseconds(1));

    // The stops are out of order on purpose.
    private static readonly MachineStops Stops = new([Stop(300, 350), Stop(100, 110), Stop(500, 505)]);

    [Theory]
    [InlineData(0, 100, false)] // ends as the stop begins
    [InlineData(110, 300, false)] // fills the time between two stops
    [InlineData(505, 900, false)] // begins as the last stop ends
    [InlineData(90, 101, true)] // ends within a stop
    [InlineData(109, 120, true)] // begins within a stop
    [InlineData(310, 320, true)] // lies within a stop
    [InlineData(290, 360, true)] // holds a whole stop
    [InlineData(0, 900, true)] // holds all stops
    public void A_sample_overlaps_a_stop_when_they_share_time(int from, int until, bool overlaps) =>
        Assert.Equal(overlaps, Stops.Overlap(Sample(from, until)));

    [Fact]
    public void A_machine_that_never_stopped_excludes_nothing()
    {
        Assert.False(new MachineStops([]).Overlap(Sample(0, 1_000)));
        Assert.Null(new MachineStops([]).Longest);
    }

    [Fact]
    public void Latencies_without_stops_leave_out_what_overlaps_one()
    {
        Sample[] samples = [Sample(0, 10), Sample(20, 30), Sample(95, 395), Sample(345, 360)];
        var left = Stops.Without(samples);
        Assert.Equal(2, left.Count);
        Assert.Equal(10, left.Percentile(0.99).TotalMilliseconds, 0.1);
    }

    [Fact]
    public void Stops_are_cut_to_the_window()
    {
        var within = Stops.Within(new Window(105 * Millisecond, 320 * Millisecond));
        Assert.Equal(2, within.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(25), within.Total);
        Assert.Equal(Stop(300, 320), within.Longest);
    }

    [Fact]
    public void Figures_name_the_longest_stop_and_all_of_them()
    {
        var report = new ProbeReport(RealTime: true, [Stop(100, 110), Stop(300, 350)]);
        var figures = StopFigures.Of(report, new Window(0, 1_000 * Millisecond), TimeProvider.System);
        Assert.Equal((2, 50, 60, true), (figures.Count, figures.LongestMs, figures.TotalMs, figures.RealTime));
        Assert.NotNull(figures.LongestAt);
    }

    private static MachineStop Stop(int from, int until) => new(from * Millisecond, until * Millisecond);

    private static Sample Sample(int from, int until) => new(from * Millisecond, until * Millisecond);
}
