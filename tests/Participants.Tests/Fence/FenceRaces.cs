using System.Collections.Concurrent;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Xunit.Abstractions;

namespace Coordinator.Participants.Tests.Fence;

/// <summary>Many races, on several databases at once, and what came of them.</summary>
internal static class FenceRaces
{
    /// <summary>Replays the draws of an earlier run.</summary>
    public const string SeedVariable = "COORDINATOR_TEST_SEED";

    public static async Task<IReadOnlyCollection<RaceResult>> RunAsync(
        string name,
        int races,
        IReadOnlyList<ServiceDatabase> lanes,
        Func<ServiceDatabase, ICheckedOutcomes> outcomes,
        ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"{SeedVariable}={seed}");
        // Drawn ahead: the same seed gives the same races, whichever lane runs them.
        var draws = new Random(seed);
        var seeds = Enumerable.Range(0, races).Select(_ => draws.Next()).ToArray();
        var results = new ConcurrentBag<RaceResult>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = lanes.Count };
        await Parallel.ForEachAsync(lanes.Index(), parallel, async (lane, _) =>
        {
            for (var number = lane.Index; number < races; number += lanes.Count)
            {
                var id = new TransactionId($"{name}-{seed}-{number}");
                results.Add(await new FenceRace(lane.Item, outcomes(lane.Item), id, new Random(seeds[number])).RunAsync());
            }
        });
        Tell(results, output);
        return results;
    }

    /// <summary>
    /// No race ended inconsistent, and every kind of race was run and had both ends: else it would prove nothing.
    /// </summary>
    public static void AssertConsistent(IReadOnlyCollection<RaceResult> results, int races)
    {
        Assert.DoesNotContain(results, result => !result.Consistent);
        Assert.Equal(races, results.Count);
        Assert.Equal(Enum.GetValues<CheckComes>().Length, results.Select(result => result.Comes).Distinct().Count());
        Assert.True(results.Count(result => result.LocalCommitted) > races / 10, "hardly any local transaction committed");
        Assert.True(results.Count(result => !result.LocalCommitted) > races / 10, "hardly any check was first");
        Assert.Contains(results, result => result.Answers.Any(answer => answer.Verdict == CheckVerdict.InProgress));
        Assert.All(
            results.Where(result => result.Comes == CheckComes.WhileOpen && result.LocalCommitted),
            result => Assert.All(result.Answers, answer => Assert.Equal(CheckVerdict.InProgress, answer.Verdict)));
    }

    private static void Tell(IReadOnlyCollection<RaceResult> results, ITestOutputHelper output)
    {
        foreach (var kind in results.GroupBy(result => (result.Comes, result.LocalCommitted)).OrderBy(kind => kind.Key))
            output.WriteLine($"{kind.Key.Comes}, {(kind.Key.LocalCommitted ? "committed" : "rolled back")}: {kind.Count()}");
        output.WriteLine($"inconsistent: {results.Count(result => !result.Consistent)}");
        foreach (var result in results.Where(result => !result.Consistent).Take(5))
            output.WriteLine(result.ToString());
    }
}
