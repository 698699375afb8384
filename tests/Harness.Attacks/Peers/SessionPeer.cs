using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Contracts.Wire.Proto;
using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Harness.Attacks.Peers;

/// <summary>Raw peer with a session of its own.</summary>
internal sealed class SessionPeer : IAsyncDisposable
{
    private readonly RawPeer _peer;
    private readonly Queue<IFrameItem> _unread = new();

    private long _attempt = 1;

    private SessionPeer(RawPeer peer, string gate) => (_peer, Gate) = (peer, gate);

    /// <summary>Path of the actor that stands for the session.</summary>
    public string Gate { get; private set; }

    /// <summary>Opens a session at the first node of a target.</summary>
    /// <exception cref="HarnessException">The node refused the session.</exception>
    public static Task<SessionPeer> OpenAsync(Target target, string? instance = null)
    {
        var request = new SessionRequest();
        return OpenAsync(target, target.Node, instance is null ? request : request with { Instance = instance });
    }

    /// <summary>Opens a session.</summary>
    /// <exception cref="HarnessException">The node refused the session.</exception>
    public static async Task<SessionPeer> OpenAsync(Target target, TargetNode node, SessionRequest request) =>
        await TryOpenAsync(target, node, request) switch
        {
            (Opened: { } opened, _) => opened,
            (_, var refused) => throw new HarnessException($"The session was refused: {refused?.Detail ?? "the connection ended."}"),
        };

    /// <summary>Opens a session; returns the refusal when the node refused it, and neither when it ended the connection.</summary>
    public static async Task<(SessionPeer? Opened, SessionRefused? Refused)> TryOpenAsync(Target target, TargetNode node, SessionRequest request)
    {
        var peer = await RawPeer.AssociateAsync(node.ContactPoint, target.StrangersCertificate);
        var proof = request.Credentials is { } credentials ? new SessionProof(credentials) : null;
        await peer.SendAsync("/user/sessions", 5301, "so", Frames.OpenSession(request.Instance, request.Group, proof?.Claim));
        var answer = await peer.ReceiveAsync();
        if (proof is not null && answer?.Manifest == "sc")
        {
            var challenge = SessionChallengeProto.Parser.ParseFrom(answer.Body).ToDomain();
            await peer.SendAsync("/user/sessions", 5301, "sp", Frames.ProveSession(proof.Answer(challenge, peer.ChannelBinding)));
            answer = await peer.ReceiveAsync();
        }

        if (answer?.Manifest == "sk")
            return (new SessionPeer(peer, answer.Sender), null);
        await peer.DisposeAsync();
        return (null, answer?.Manifest == "sr" ? SessionRefusedProto.Parser.ParseFrom(answer.Body).ToDomain() : null);
    }

    /// <summary>Opens another session on the same connection, without credentials.</summary>
    /// <exception cref="HarnessException">The node refused it.</exception>
    public async Task ReopenAsync()
    {
        await _peer.SendAsync("/user/sessions", 5301, "so", Frames.OpenSession($"peer-{Path.GetRandomFileName()}", attempt: ++_attempt));
        while (true)
        {
            var answer = await _peer.ReceiveAsync();
            if (answer?.Manifest == "f")
                continue;
            Gate = answer?.Manifest == "sk" ? answer.Sender : throw new HarnessException($"The session was answered by '{answer?.Manifest}'.");
            return;
        }
    }

    public Task SendAsync(byte[] frame) => _peer.SendAsync(Gate, 5301, "f", frame);

    public Task SendAsync(params IFrameItem[] items) => SendAsync(Frames.Of(items));

    public Task<ReceivedMessage?> ReceiveAsync() => _peer.ReceiveAsync();

    /// <summary>Reads until an item of a kind comes, and drops items of other kinds.</summary>
    /// <exception cref="HarnessException">The connection ended.</exception>
    /// <exception cref="OperationCanceledException">None came in time.</exception>
    public async Task<T> ReceiveAsync<T>() where T : IFrameItem
    {
        while (true)
        {
            while (_unread.TryDequeue(out var item))
            {
                if (item is T wanted)
                    return wanted;
            }

            var message = await _peer.ReceiveAsync() ?? throw new HarnessException($"The connection ended before a {typeof(T).Name}.");
            foreach (var item in FrameProto.Parser.ParseFrom(message.Body).ToDomain().Items)
                _unread.Enqueue(item);
        }
    }

    public Task<bool> IsEndedAsync(TimeSpan? within = null) => _peer.IsEndedAsync(within);

    public ValueTask DisposeAsync() => _peer.DisposeAsync();
}
