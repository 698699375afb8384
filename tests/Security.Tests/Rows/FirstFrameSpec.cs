using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Security.Tests.Targets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>A first frame that is sent right after the TLS handshake is read on every connection.</summary>
[Collection(ParticipantTargets.Collection)]
public sealed class FirstFrameSpec(ParticipantTargets targets)
{
    private const int Connections = 1_000;
    private const int AtOnce = 8;

    [Fact]
    [Trait("attack", "S6")]
    public async Task First_frame_right_after_the_handshake_is_answered_on_1000_of_1000_connections()
    {
        var target = await targets.GetAsync(Setup.OneNodeTls);
        var left = Connections;
        var answered = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => AskAsync()));
        Assert.Equal(Connections, answered);

        async Task AskAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                // A request without a secret is refused at once, which costs neither side a derivation of keys.
                await using var peer = await RawPeer.AssociateAsync(target.Node.ContactPoint, target.StrangersCertificate);
                await peer.SendAsync("/user/sessions", 5301, "so", Frames.OpenSession("first"));
                if ((await peer.ReceiveAsync())?.Manifest == "sr")
                    Interlocked.Increment(ref answered);
            }
        }
    }
}
