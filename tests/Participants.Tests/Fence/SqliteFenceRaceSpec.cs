using Coordinator.Testing;
using Xunit.Abstractions;

namespace Coordinator.Participants.Tests.Fence;

/// <summary>Races 1, 2 and 3 by the thousand. A SQLite database has one writer, so several run side by side.</summary>
[Trait("race", "3")]
public sealed class SqliteFenceRaceSpec(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly SqliteFile[] _files = [.. Enumerable.Range(0, 8).Select(_ => new SqliteFile())];

    public Task InitializeAsync() => Task.WhenAll(_files.Select(file => ServiceDatabase.Of(file).CreateTablesAsync()));

    public Task DisposeAsync()
    {
        foreach (var file in _files)
            file.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(false, 1500)]
    [InlineData(true, 1500)]
    public async Task Both_sides_agree_in_3000_races(bool deferred, int races)
    {
        var results = await FenceRaces.RunAsync(
            "fence", races, Lanes(deferred), service => new FencedOutcomes(service.Outcomes()), output);
        FenceRaces.AssertConsistent(results, races);
    }

    [Fact]
    public async Task A_check_that_takes_not_found_for_rolled_back_is_caught_lying()
    {
        var results = await FenceRaces.RunAsync(
            "naive", 300, Lanes(deferred: false), service => new NaiveOutcomes(service), output);
        Assert.Contains(results, result => !result.Consistent);
    }

    private List<ServiceDatabase> Lanes(bool deferred) => [.. _files.Select(file => ServiceDatabase.Of(file, deferred))];
}
