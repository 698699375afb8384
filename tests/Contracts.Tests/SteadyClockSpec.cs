using Coordinator.Contracts.Common;

namespace Coordinator.Contracts.Tests;

public sealed class SteadyClockSpec
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private DateTimeOffset _timeOfDay = Noon;
    private TimeSpan _elapsed;

    [Fact]
    public void Times_that_are_due_in_an_order_stay_so_although_the_steps_of_the_clocks_differ()
    {
        var clock = Clock();
        var due = new List<DateTimeOffset>();
        for (var step = 0; step < 50; step++)
        {
            // The time of day has steps of 100 ns; the other clock stands still for a millisecond.
            _timeOfDay += TimeSpan.FromMicroseconds(20);
            due.Add(clock.Due(Noon.AddMinutes(1), TimeSpan.FromHours(1)));
        }

        Assert.Single(due.Distinct());
        Assert.Equal(Noon.AddMinutes(1), clock.TimeOfDayAt(due[0]));
    }

    [Fact]
    public void Clock_that_was_set_moves_nothing_that_waits()
    {
        var clock = Clock();
        var before = clock.Due(Noon.AddMinutes(1), TimeSpan.FromHours(1));
        _timeOfDay += TimeSpan.FromHours(-3);
        Assert.Equal(Noon, clock.Now);
        // What comes from now on is measured by the new time of day.
        Assert.Equal(before, clock.Due(Noon.AddHours(-3).AddMinutes(1), TimeSpan.FromHours(1)));
        Assert.Equal(clock.Now + TimeSpan.FromHours(1), clock.Due(Noon, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Past_is_due_now()
    {
        var clock = Clock();
        _elapsed += TimeSpan.FromSeconds(5);
        _timeOfDay += TimeSpan.FromSeconds(5);
        Assert.Equal(clock.Now, clock.Due(Noon, TimeSpan.FromHours(1)));
    }

    private SteadyClock Clock() => new(() => _timeOfDay, () => _elapsed);
}
