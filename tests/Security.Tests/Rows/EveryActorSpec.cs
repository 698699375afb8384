using Akka.Actor;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Node;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Security.Tests.Rows;

/// <summary>
/// Sends messages of every serializer to every actor of a running node, which is found by walking from its root. A short run sends a few
/// serializers to each actor; <c>COORDINATOR_LONG_RUN=1</c> sends all of them.
/// </summary>
public sealed class EveryActorSpec : IDisposable
{
    private const int ShortRun = 3;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("COORDINATOR_LONG_RUN") == "1";

    /// <summary>Ids of all serializers that Akka registers, and those of our own.</summary>
    private static readonly int[] Serializers = [.. Enumerable.Range(-6, 50), 5301, 5302, 5303, int.MaxValue, int.MinValue];

    private static readonly string[] Manifests = ["", "f", "so", "sp", "i", "K", "PP", "rt", "ot", "ga", "System.Object, System.Runtime"];

    private readonly TempDirectory _temp = new();

    [Fact]
    public async Task Message_to_any_actor_ends_its_connection_and_has_no_effect()
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        options.Remoting.NewConnectionsPerSecond = 100_000;
        await using var node = await InProcessNode.StartAsync(Database.Sqlite(_temp.File("journal.db")), options);
        var actors = Walk(((ExtendedActorSystem)node.System).Provider.RootGuardian).ToList();
        Assert.True(actors.Count > 50, $"only {actors.Count} actors were found");

        var number = 0;
        foreach (var path in actors.Append("/user/sessions").Append("/system/endpointManager").Append("/remote").Append("/deadLetters"))
        {
            for (var take = 0; take < (IsLong ? Serializers.Length : ShortRun); take++, number++)
            {
                await using var peer = await RawPeer.AssociateAsync(node.ContactPoint);
                await peer.SendAsync(
                    path, Serializers[number % Serializers.Length], Manifests[number % Manifests.Length], Array.Empty<byte>());
                Assert.True(await peer.IsEndedAsync(), $"{path} took serializer {Serializers[number % Serializers.Length]}");
            }
        }

        Assert.Empty(Lasting(actors).Except(Walk(((ExtendedActorSystem)node.System).Provider.RootGuardian)));
        await using var after = await RawPeer.AssociateAsync(node.ContactPoint);
        await after.SendAsync("/user/sessions", 5301, "so", Frames.OpenSession("afterwards"));
        Assert.Equal("sk", (await after.ReceiveAsync())!.Manifest);
    }

    public void Dispose() => _temp.Dispose();

    private static IEnumerable<string> Walk(IActorRef actor)
    {
        yield return actor.Path.ToStringWithoutAddress();
        if (actor is not ActorRefWithCell { Children: var children })
            yield break;
        foreach (var path in children.SelectMany(Walk))
            yield return path;
    }

    /// <summary>Leaves out actors that come and go: streams, and those with names that Akka made.</summary>
    private static IEnumerable<string> Lasting(IEnumerable<string> actors) =>
        actors.Where(path => !path.Contains('$', StringComparison.Ordinal) && !path.Contains("StreamSupervisor", StringComparison.Ordinal));
}
