using Coordinator.Security.Tests.Targets;

namespace Coordinator.Security.Tests.Peers;

/// <summary>Raw peer with a session of its own.</summary>
internal sealed class SessionPeer : IAsyncDisposable
{
    private readonly RawPeer _peer;

    private SessionPeer(RawPeer peer, string gate) => (_peer, Gate) = (peer, gate);

    /// <summary>Path of the actor that stands for the session.</summary>
    public string Gate { get; }

    public static async Task<SessionPeer> OpenAsync(Target target, string? instance = null)
    {
        var peer = await RawPeer.AssociateAsync(target.Node.ContactPoint, target.StrangersCertificate);
        await peer.SendAsync("/user/sessions", 5301, "so", Frames.OpenSession(instance ?? $"peer-{Path.GetRandomFileName()}"));
        var opened = await peer.ReceiveAsync();
        Assert.Equal("sk", opened!.Manifest);
        return new SessionPeer(peer, opened.Sender);
    }

    public Task SendAsync(byte[] frame) => _peer.SendAsync(Gate, 5301, "f", frame);

    public Task<ReceivedMessage?> ReceiveAsync() => _peer.ReceiveAsync();

    public Task<bool> IsEndedAsync() => _peer.IsEndedAsync();

    public ValueTask DisposeAsync() => _peer.DisposeAsync();
}
