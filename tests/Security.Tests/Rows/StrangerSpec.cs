using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Hosting.Serialization;
using Coordinator.Security.Tests.Targets;
using Coordinator.Transactions;
using Google.Protobuf;

namespace Coordinator.Security.Tests.Rows;

/// <summary>
/// Attacks of a stranger: a peer without a session that reaches the port of participants, with any certificate of their authority when
/// there is TLS.
/// </summary>
[Collection(SharedTargets.Collection)]
public sealed class StrangerSpec(SharedTargets targets)
{
    public static TheoryData<Setup> Setups => SharedTargets.Setups;

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S1")]
    public async Task Stranger_decides_no_transaction_of_others(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        var victim = new TransactionId($"victim-{Path.GetRandomFileName()}");
        await target.Innocent.Producer.PrepareAsync(victim, [new Message { Topic = new Topic("victims"), Body = "x"u8.ToArray() }]);
        var body = BodyOf(new RollbackTransaction(victim, Innocent.Group, new InstanceId("stranger"), "stolen", 1));

        await Attack.RunAsync(target, async () =>
        {
            foreach (var manifest in (string[])["rt", "ct", "ot", "ga"])
            {
                foreach (var region in (string[])["/system/sharding/transactions", "/system/sharding/queues"])
                    await RequireEndedAsync(target, RawPeer.Message(region, 5303, manifest, body));
            }
        });

        await target.Innocent.Producer.CommitAsync(victim);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S2")]
    public async Task Stranger_reaches_no_session_of_another_connection(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var owner = await SessionPeer.OpenAsync(target);
        var frame = Frames.Heartbeat(7);

        await Attack.RunAsync(target, async () =>
        {
            // Even with the name of the session, which it cannot guess, only the connection that opened it may use it.
            foreach (var path in (string[])[owner.Gate, "/user/sessions/session-1", "/user/sessions/$a", "/user/front-door/session-2"])
                await RequireEndedAsync(target, RawPeer.Message(path, 5301, "f", frame));
        });

        await owner.SendAsync(frame);
        Assert.Equal("f", (await owner.ReceiveAsync())!.Manifest);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S3")]
    public async Task Stranger_stops_no_actor(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await Attack.RunAsync(target, async () =>
        {
            foreach (var path in (string[])["/user/sessions", "/system/sharding/transactions", "/system/cluster", "/user", "/system", "/"])
            {
                await RequireEndedAsync(target, RawPeer.Message(path, 16, "K", Array.Empty<byte>()));
                await RequireEndedAsync(target, RawPeer.Message(path, 16, "PP", Array.Empty<byte>()));
                await RequireEndedAsync(target, RawPeer.Message(path, 22, "Akka.Dispatch.SysMsg.Terminate, Akka", Array.Empty<byte>()));
            }
        });
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S4")]
    public async Task Address_of_another_in_a_handshake_is_without_effect(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var owner = await SessionPeer.OpenAsync(target);
        await Attack.RunAsync(target, async () =>
        {
            // The owner introduced itself under this address; the stranger does so too, under another uid.
            for (var attempt = 0; attempt < 10; attempt++)
            {
                await using var stranger = await SessionPeer.OpenAsync(target, instance: $"stranger-{attempt}");
                await stranger.SendAsync(Frames.Heartbeat(attempt));
                Assert.Equal("f", (await stranger.ReceiveAsync())!.Manifest);
            }
        });

        await owner.SendAsync(Frames.Heartbeat(1));
        Assert.Equal("f", (await owner.ReceiveAsync())!.Manifest);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S5")]
    public async Task Stranger_reaches_no_cluster(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await Attack.RunAsync(target, async () =>
        {
            foreach (var manifest in (string[])["J", "L", "D", "IJ", "Akka.Cluster.ClusterUserAction+Leave, Akka.Cluster", ""])
                await RequireEndedAsync(target, RawPeer.Message("/system/cluster/core/daemon", 5, manifest, Array.Empty<byte>()));
        });
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S7")]
    public async Task Stranger_is_no_node(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        if (target.Node.NodeAddress is not { } address)
            return;
        var other = target.Nodes[1].NodeAddress!.Split(':');
        var claimed = new Address("tcp", "coordinator", other[0], int.Parse(other[1], System.Globalization.CultureInfo.InvariantCulture));
        await Attack.RunAsync(target, async () =>
        {
            foreach (var certificate in (string?[])[null, target.StrangersCertificate])
            {
                try
                {
                    await using var stranger = await RawPeer.AssociateAsync(address, certificate, claimed);
                    Assert.True(await stranger.IsEndedAsync());
                }
                catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // Refused during the TLS handshake.
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S8")]
    public async Task Stranger_deploys_no_actor(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await Attack.RunAsync(target, async () =>
        {
            foreach (var path in (string[])["/remote", "/remote/akka.tcp/x", "/user/sessions"])
                await RequireEndedAsync(target, RawPeer.Message(path, 3, "", Array.Empty<byte>()));
        });
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S17")]
    public async Task Coordinator_calls_nobody_back(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        using var trap = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        trap.Start();
        var port = ((System.Net.IPEndPoint)trap.LocalEndpoint).Port;
        await Attack.RunAsync(target, async () =>
        {
            await using var peer = await RawPeer.AssociateAsync(
                target.Node.ContactPoint, target.StrangersCertificate, new Address("tcp", "participant", "127.0.0.1", port));
            await peer.SendAsync(
                "/user/sessions", 5301, "so", Frames.OpenSession("trapped"), $"akka.tcp://participant@127.0.0.1:{port}/user/link#1");
            Assert.Equal("sk", (await peer.ReceiveAsync())!.Manifest);
        });
        Assert.False(trap.Pending());
    }

    private static byte[] BodyOf(RollbackTransaction rollback) =>
        NodeSchemas.All.Single(schema => schema.Type == typeof(RollbackTransaction)).Write(rollback).ToByteArray();

    private static async Task RequireEndedAsync(Target target, ByteString message)
    {
        await using var stranger = await RawPeer.AssociateAsync(target.Node.ContactPoint, target.StrangersCertificate);
        await stranger.WriteAsync(message);
        Assert.True(await stranger.IsEndedAsync(), "the connection goes on");
    }
}
