using Coordinator.Bench.Databases;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Running;
using Coordinator.Bench.Soaking;

namespace Coordinator.Bench.Tests.Soaking;

/// <summary>Runs a soak of seconds. How much anything grows is left to longer ones.</summary>
public sealed class ServiceSoakSpec
{
    private static readonly ServiceSoakPlan Plan = new()
    {
        Storage = StorageKind.Sqlite,
        Rate = 20,
        WarmUp = TimeSpan.FromSeconds(1),
        Length = TimeSpan.FromSeconds(15),
        Retention = TimeSpan.FromSeconds(5),
        Coordinator = CoordinatorSettings.Of(ServiceSoakPlan.Standard),
    };

    [Fact]
    public async Task Soak_loses_nothing_and_repeats_nothing_while_it_kills_rewinds_and_deletes()
    {
        var figures = await BenchSession.UseAsync(
            null, bench => new ServiceSoak(Plan).RunAsync(bench, CancellationToken.None), figures => figures.IsSound, CancellationToken.None);

        Assert.Equal((0, 0, 0), (figures.Lost, figures.Twice, figures.Invented));
        Assert.True(figures.IsKept, "The parked transaction and the dead letter are still there, and no others.");
        // Each order has an effect in both groups, but for the dead letter.
        Assert.Equal((2 * figures.Committed) - 1, figures.Effects);
        Assert.True(figures.Absorbed > 0, "A rewind delivers again what had its effect.");
        Assert.All(Enum.GetValues<DisturbanceKind>(), kind => Assert.InRange(figures.Count(kind), 3, int.MaxValue));
    }
}
