using Coordinator.Fuzz.Layers;
using Coordinator.Fuzz.Reporting;
using Coordinator.Fuzz.Running;
using Coordinator.Harness.Attacks.Targets;
using Xunit.Abstractions;

namespace Coordinator.Fuzz.Tests;

/// <summary>
/// Short run of the program: one node with mutual TLS, all layers. Longer runs, and three nodes:
/// <c>dotnet run --project tests/Coordinator.Fuzz -- run</c>.
/// </summary>
public sealed class FuzzRunSpec(ITestOutputHelper output)
{
    private const int Seed = 11;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task Random_and_changed_bytes_harm_neither_the_node_nor_an_innocent_participant()
    {
        using var run = new FuzzRun(new FuzzPlan(Seed, Duration, Setup.OneNodeTls, LayerCatalog.All), output.WriteLine);

        var report = await run.ExecuteAsync(CancellationToken.None);

        output.WriteLine(report.ToText());
        Assert.Null(report.Problem);
        Assert.Equal(Outcome.Passed, report.Outcome);
    }
}
