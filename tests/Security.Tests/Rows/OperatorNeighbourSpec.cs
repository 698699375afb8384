using System.Net;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Security.Tests.Targets;
using static Coordinator.Security.Tests.Targets.NeighbourTargets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>Operators that ask without end do not slow participants down.</summary>
[Collection(Collection)]
public sealed class OperatorNeighbourSpec(NeighbourTargets targets)
{
    private const int Clients = 4;

    private static readonly IReadOnlyList<string> Questions =
        ["/transactions", "/topics", "/topics/alice.orders", "/groups/alice/topics/alice.orders", "/sessions", "/groups/alice/dead-letters"];

    public static TheoryData<Setup> Setups => NeighbourTargets.Setups;

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task Questions_of_operators_in_a_loop_harm_nobody(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var alice = await SessionPeer.OpenAsync(target, target.Node, RequestOf(Alice));
        Assert.True((await alice.AskAsync(Alice.Group, "alice.orders")).Accepted);
        await alice.PublishAsync(Alice.Group, "alice.orders");
        var asked = 0;

        await Attack.RunAsync(
            target,
            () => Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
            {
                using var http = new HttpClient { BaseAddress = target.Nodes[client % target.Nodes.Count].Http };
                await Pressure.KeepUpAsync(async () =>
                {
                    foreach (var question in Questions)
                    {
                        using var answer = await http.GetAsync(new Uri(question, UriKind.Relative));
                        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                        Interlocked.Increment(ref asked);
                    }
                });
            })),
            Attack.TwiceItsOwn);

        Figures.Write($"{asked} questions");
    }
}
