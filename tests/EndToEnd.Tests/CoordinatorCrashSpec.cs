using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Histories;
using Xunit.Abstractions;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Kills the coordinator at random moments, repeatedly, while services continue to send and consume.</summary>
public sealed class CoordinatorCrashSpec(ITestOutputHelper output)
{
    private const int Rounds = 20;

    [Fact]
    public async Task Promises_hold_when_the_coordinator_is_killed_at_random_moments()
    {
        var seed = Seed();
        output.WriteLine($"seed {seed} (COORDINATOR_TEST_SEED={seed} repeats it)");
        var random = new Random(seed);
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var load = await Load.StartAsync(coordinator, seed);

        for (var round = 1; round <= Rounds; round++)
        {
            // Sometimes kill it right after its start, when it looks for open transactions, and otherwise under load.
            if (random.Next(4) > 0)
                await load.WorkAsync(random.Next(20, 200));
            await Task.Delay(random.Next(500));
            await load.DuringFaultAsync("kill", async () =>
            {
                await coordinator.KillAsync();
                await coordinator.StartAgainAsync();
            });
        }

        var history = await load.SettledAsync();
        output.WriteLine(Summary(history));
        Assert.Empty(HistoryChecker.Check(history));
        Assert.True(history.Begun.Count > 1_000, "too little happened to mean anything");
    }

    private static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("COORDINATOR_TEST_SEED"), out var given) ? given : Random.Shared.Next();

    private static string Summary(RunHistory history)
    {
        var arrivals = history.Of<Arrived>().ToArray();
        var messages = arrivals.DistinctBy(arrival => (arrival.Group, arrival.Message)).Count();
        return $"{Rounds} kills; {history.Begun.Count} transactions begun, {Decided(history, Verdict.Committed)} committed, "
            + $"{Decided(history, Verdict.RolledBack)} rolled back; {arrivals.Length} deliveries, {arrivals.Length - messages} of them again";
    }

    private static int Decided(RunHistory history, Verdict verdict) =>
        history.Of<Told>().Where(told => told.Verdict == verdict).DistinctBy(told => told.Id).Count();
}
