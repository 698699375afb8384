using Akka.Actor;
using Coordinator.Harness;
using Coordinator.Harness.Node;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>A node without its session listener or a region would look healthy and serve nobody, so it ends.</summary>
[Trait("attack", "S3")]
public sealed class PartTerminatedSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _temp = new();

    [Theory]
    [InlineData("/user/sessions")]
    [InlineData("coordinator-edge/user/sessions")]
    [InlineData("/system/sharding/transactions")]
    public async Task Node_fails_when_a_part_of_it_terminates(string path)
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        var database = Database.Sqlite(_temp.File("journal.db"));
        await using var node = await InProcessNode.StartAsync(database, options);
        var readiness = new Readiness(node.State, database, node.System);
        Assert.Null(await readiness.ProblemAsync(CancellationToken.None));

        node.State.Parts.Single(part => NodeState.NameOf(part) == path).Tell(Kill.Instance);

        Assert.Equal($"{path} has terminated", await node.State.Failed.WaitAsync(Patience));
        Assert.Equal($"{path} has terminated", await readiness.ProblemAsync(CancellationToken.None));
    }

    public void Dispose() => _temp.Dispose();
}
