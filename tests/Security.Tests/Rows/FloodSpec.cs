using System.Security.Cryptography;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Security.Tests.Targets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>Floods of one peer: they cost its connection, little memory, and a few lines of the log.</summary>
[Collection(SharedTargets.Collection)]
public sealed class FloodSpec(SharedTargets targets)
{
    private const long MostMemory = 32 * 1024 * 1024;
    private const int MostLines = 10;

    private static readonly TimeSpan FloodTime = TimeSpan.FromSeconds(3);

    public static TheoryData<Setup> Setups => SharedTargets.Setups;

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S9")]
    public async Task Messages_of_a_foreign_serializer_end_their_connection_at_the_first(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        var body = RandomNumberGenerator.GetBytes(40);
        await RequireCheapAsync(target, async () =>
        {
            for (var attempt = 0; attempt < 200; attempt++)
            {
                await using var stranger = await RawPeer.AssociateAsync(target.Node.ContactPoint, target.StrangersCertificate);
                await WriteAllAsync(stranger, RawPeer.Message("/user/sessions", 1, "System.Object", body), 1_000);
                Assert.True(await stranger.IsEndedAsync());
            }
        });
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S12")]
    public async Task Heartbeats_of_a_peer_that_never_reads_are_held_back(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        var frame = Frames.Of([.. Enumerable.Range(0, 100_000).Select(number => (IFrameItem)new Heartbeat(number))]);
        await RequireCheapAsync(target, async () =>
        {
            await using var peer = await SessionPeer.OpenAsync(target);
            using var enough = new CancellationTokenSource(FloodTime);
            await WriteUntilHeldBackAsync(() => peer.SendAsync(frame), 70, enough.Token);
        });
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task Frames_of_one_peer_are_read_as_fast_as_they_are_handled(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        var frame = Frames.Heartbeat(1);
        await RequireCheapAsync(target, async () =>
        {
            await using var peer = await SessionPeer.OpenAsync(target);
            using var enough = new CancellationTokenSource(FloodTime);
            await WriteUntilHeldBackAsync(() => peer.SendAsync(frame), 1_000_000, enough.Token);
        });
    }

    /// <summary>An empty item has two bytes on the wire, and an object in memory if it is read before it is counted.</summary>
    [Theory]
    [MemberData(nameof(Setups))]
    public async Task Frames_of_very_many_empty_items_are_refused_before_they_are_read(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        byte[] emptyItem = [0x0A, 0x00];
        var frame = Enumerable.Repeat(emptyItem, Frame.MaxBytes / emptyItem.Length).SelectMany(bytes => bytes).ToArray();
        await RequireCheapAsync(target, () => Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            await using var peer = await SessionPeer.OpenAsync(target);
            using var enough = new CancellationTokenSource(FloodTime);
            await WriteUntilHeldBackAsync(() => peer.SendAsync(frame), 20, enough.Token);
            await peer.IsEndedAsync();
        })));
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task Peers_that_connect_and_say_nothing_are_ended(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await RequireCheapAsync(target, async () =>
        {
            var peers = new List<RawPeer>();
            for (var number = 0; number < 200; number++)
                peers.Add(await RawPeer.ConnectAsync(target.Node.ContactPoint, target.StrangersCertificate));
            foreach (var peer in peers)
                await peer.DisposeAsync();
        });
    }

    private static async Task RequireCheapAsync(Target target, Func<Task> flood)
    {
        var lines = await LinesAsync(target);
        // The young generation grows under any load until the garbage collector has found its size. What a flood retains, it adds each time.
        await Attack.RunAsync(target, flood);
        var growth = long.MaxValue;
        for (var again = 0; again < 3 && growth > MostMemory; again++)
        {
            var memory = target.Node.Memory;
            await Attack.RunAsync(target, flood);
            growth = target.Node.Memory - memory;
            Figures.Write($"memory {growth / 1_048_576} MiB more, {await LinesAsync(target) - lines} lines of log");
        }

        Assert.InRange(await LinesAsync(target) - lines, 0, MostLines);
        Assert.InRange(growth, long.MinValue, MostMemory);
    }

    private static async Task<int> LinesAsync(Target target) =>
        File.Exists(target.Node.Log) ? (await File.ReadAllLinesAsync(target.Node.Log)).Length : 0;

    private static async Task WriteAllAsync(RawPeer peer, Google.Protobuf.ByteString message, int count)
    {
        try
        {
            for (var sent = 0; sent < count; sent++)
                await peer.WriteAsync(message);
        }
        catch (IOException)
        {
            // The connection has ended, which the test requires.
        }
    }

    /// <summary>Sends until the other side reads no more, or ends the connection.</summary>
    private static async Task WriteUntilHeldBackAsync(Func<Task> send, int count, CancellationToken enough)
    {
        try
        {
            for (var sent = 0; sent < count && !enough.IsCancellationRequested; sent++)
                await send().WaitAsync(enough);
        }
        catch (Exception held) when (held is IOException or OperationCanceledException)
        {
            // Held back or ended: both are right.
        }
    }
}
