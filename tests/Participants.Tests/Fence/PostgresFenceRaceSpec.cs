using System.Data;
using Coordinator.Testing;
using Xunit.Abstractions;

namespace Coordinator.Participants.Tests.Fence;

/// <summary>Races 1, 2 and 3 by the thousand, at each isolation level.</summary>
[Trait("race", "3")]
public sealed class PostgresFenceRaceSpec(PostgresDatabaseFixture fixture, ITestOutputHelper output)
    : IClassFixture<PostgresDatabaseFixture>, IAsyncLifetime
{
    private const int LaneCount = 12;

    public Task InitializeAsync() => ServiceDatabase.Of(fixture.Database).CreateTablesAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [PostgresTheory]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public async Task Both_sides_agree_in_3000_races(IsolationLevel isolation)
    {
        var results = await FenceRaces.RunAsync(
            $"{isolation}", 3000, Lanes(isolation), service => new FencedOutcomes(service.Outcomes()), output);
        FenceRaces.AssertConsistent(results, 3000);
    }

    [PostgresFact]
    public async Task A_check_that_takes_not_found_for_rolled_back_is_caught_lying()
    {
        var results = await FenceRaces.RunAsync(
            "naive", 300, Lanes(IsolationLevel.ReadCommitted), service => new NaiveOutcomes(service), output);
        Assert.Contains(results, result => !result.Consistent);
    }

    private ServiceDatabase[] Lanes(IsolationLevel isolation) =>
        [.. Enumerable.Repeat(ServiceDatabase.Of(fixture.Database, isolation), LaneCount)];
}
