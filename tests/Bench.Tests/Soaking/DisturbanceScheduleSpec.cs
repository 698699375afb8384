using Coordinator.Bench.Databases;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Soaking;

namespace Coordinator.Bench.Tests.Soaking;

public sealed class DisturbanceScheduleSpec
{
    private static readonly ServiceSoakPlan Plan = new()
    {
        Storage = StorageKind.Sqlite,
        Rate = 200,
        WarmUp = TimeSpan.FromMinutes(1),
        Length = TimeSpan.FromMinutes(30),
        Retention = TimeSpan.FromMinutes(1),
        Coordinator = CoordinatorSettings.Of([]),
    };

    [Fact]
    public void Each_third_has_the_same_disturbances_at_the_same_times()
    {
        var thirds = DisturbanceSchedule.Of(Plan)
            .Where(planned => planned.At >= Plan.WarmUp)
            .GroupBy(planned => (int)((planned.At - Plan.WarmUp) / (Plan.Length / 3)))
            .Select(third => third.Select(planned => planned with { At = planned.At - Plan.WarmUp - (third.Key * Plan.Length / 3) }).ToArray())
            .ToArray();

        Assert.Equal(3, thirds.Length);
        Assert.All(thirds, third => Assert.Equal(thirds[0], third));
        Assert.All(Enum.GetValues<DisturbanceKind>(), kind => Assert.Contains(thirds[0], planned => planned.Kind == kind));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(5)]
    public void Group_is_rewound_every_minute(double minutes)
    {
        var rewinds = DisturbanceSchedule.Of(Plan with { Length = TimeSpan.FromMinutes(minutes) })
            .Where(planned => planned.Kind == DisturbanceKind.Rewind)
            .Select(planned => planned.At)
            .ToArray();

        Assert.All(rewinds.Zip(rewinds.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.Zero, TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public void Other_seed_meets_others() =>
        Assert.NotEqual(DisturbanceSchedule.Of(Plan), DisturbanceSchedule.Of(Plan with { Seed = 2 }));
}
