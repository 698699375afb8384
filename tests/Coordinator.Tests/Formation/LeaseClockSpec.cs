using Coordinator.Formation;

namespace Coordinator.Tests.Formation;

public sealed class LeaseClockSpec
{
    private static readonly LeaseRow Held = new("a", "node-1:4054#1", LeaseValidity.Held);

    private readonly ManualTime _time = new();
    private readonly LeaseClock _clock;

    public LeaseClockSpec() => _clock = new LeaseClock(_time);

    [Fact]
    public void Time_counts_while_owner_and_validity_stay_whoever_renews()
    {
        Assert.Equal(TimeSpan.Zero, _clock.SinceSame(Held, isMember: true));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), _clock.SinceSame(Held with { Holder = "node-2:4054#2" }, isMember: true));
    }

    /// <summary>A node that waited for long outside the cluster must not end as soon as it is a member.</summary>
    [Fact]
    public void Time_begins_anew_with_another_owner_another_validity_and_the_join()
    {
        foreach (var (lease, isMember) in new[] { (Held, false), (Held, true), (Held with { Owner = "b" }, true), (Held with { Validity = LeaseValidity.Expired }, true) })
        {
            Assert.Equal(TimeSpan.Zero, _clock.SinceSame(lease, isMember));
            _time.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Equal(TimeSpan.Zero, _clock.SinceSame(null, isMember: true));
    }
}
