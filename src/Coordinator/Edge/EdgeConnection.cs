using System.Net;
using System.Security.Cryptography;
using System.Text;
using Coordinator.Common;
using Coordinator.Sessions.Access;

namespace Coordinator.Edge;

/// <summary>Connection of a participant: what is known of its peer, its gate, and its credit.</summary>
/// <param name="peer">Address of the peer.</param>
/// <param name="certificateNames">Names of the peer's certificate. Empty without TLS.</param>
/// <param name="channelBinding">Hash of the certificate that this node has shown. Empty without TLS.</param>
/// <param name="limits">Limits.</param>
internal sealed class EdgeConnection(
    IPAddress peer, IReadOnlyList<string> certificateNames, ReadOnlyMemory<byte> channelBinding, EdgeLimits limits)
{
    private const int MaxEarlierGates = 16;

    private readonly Queue<string> _earlierGates = new();
    private readonly TokenBucket _frames = new(limits.FramesPerSecond, Now);
    private volatile string? _gate;
    private volatile Action<string>? _end;
    private volatile Action? _ended;
    private long _withoutSessionSince = Environment.TickCount64;
    private int _strangersFrames;

    /// <summary>Facts about the connection for its session.</summary>
    public PeerConnection Peer { get; } =
        new(peer.ToString(), certificateNames, channelBinding, RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <summary>Name of the connection, never used twice: the host of the address under which Akka knows the peer.</summary>
    public string Id => Peer.Id;

    public InboundCredit Credit { get; } = new(limits.FramesUnderWay, limits.BytesUnderWay);

    /// <summary>True when the connection has or had a session.</summary>
    public bool HadSession { get; private set; }

    /// <summary>Time since the connection was opened or its last session has ended; zero while it has one.</summary>
    public TimeSpan WithoutSession =>
        _gate is null ? TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _withoutSessionSince)) : TimeSpan.Zero;

    /// <summary>Largest frame that the peer may send now. Large ones for a session that has just ended are dropped.</summary>
    public int MaxFrameBytes => HadSession ? EdgeLimits.SessionFrameBytes : limits.StrangersFrameBytes;

    // A point in time that no one sets back.
    private static DateTimeOffset Now => DateTimeOffset.UnixEpoch.AddMilliseconds(Environment.TickCount64);

    /// <summary>Completes when another frame may be read: when earlier ones are handled, and not faster than the limit.</summary>
    public async ValueTask MayReadAsync()
    {
        await Credit.WhenRoomAsync();
        while (!_frames.TryTake(Now))
            await Task.Delay(_frames.UntilNext(Now));
    }

    public void Opened(Action<string> end) => _end = end;

    public void End(string reason) => _end?.Invoke(reason);

    /// <summary>Sets who is told of the end of the connection.</summary>
    public void OnEnded(Action ended) => _ended = ended;

    public void Ended()
    {
        Credit.Abandon();
        _ended?.Invoke();
    }

    /// <summary>Admits frames to the gate of a new session. Frames to the earlier ones are dropped from now on.</summary>
    /// <param name="gate">Path of the gate within its actor system.</param>
    public void Admit(string gate)
    {
        lock (_earlierGates)
        {
            Retire();
            _gate = gate;
            _strangersFrames = 0;
            HadSession = true;
        }
    }

    /// <summary>Drops frames to a gate that has stopped. Those that are under way to it will be handled by nobody.</summary>
    /// <param name="gate">Path of the gate within its actor system.</param>
    public void Dismiss(string gate)
    {
        lock (_earlierGates)
        {
            if (_gate != gate)
                return;
            Retire();
            Volatile.Write(ref _withoutSessionSince, Environment.TickCount64);
            _gate = null;
        }

        Credit.Abandon();
    }

    public bool IsGate(ReadOnlySpan<byte> path) => _gate is { } gate && Ascii.Equals(path, gate);

    public bool WasGate(ReadOnlySpan<byte> path)
    {
        lock (_earlierGates)
        {
            foreach (var gate in _earlierGates)
            {
                if (Ascii.Equals(path, gate))
                    return true;
            }

            return false;
        }
    }

    /// <summary>Counts a message of a peer that has no session yet; false when it sends too many.</summary>
    public bool MayAskAgain() => _gate is not null || ++_strangersFrames <= limits.StrangersFrames;

    private void Retire()
    {
        if (_gate is not { } earlier)
            return;
        _earlierGates.Enqueue(earlier);
        if (_earlierGates.Count > MaxEarlierGates)
            _earlierGates.Dequeue();
    }
}
