using Akka.Actor;
using Akka.Remote.Transport;
using Coordinator.Contracts.Remoting.Pdu;
using Google.Protobuf;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Open connection to a peer. It ends once, for the first reason that is known.</summary>
internal sealed class Connection
{
    private readonly Peer _peer;
    private readonly ConnectionLimits _limits;
    private readonly OutboundQueue _outbound;
    private readonly InboundFrames _inbound;
    private readonly Action<Connection> _ended;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _reason;
    private bool _isIntroduced;

    /// <param name="local">Address of this actor system.</param>
    /// <param name="peer">The peer, after all handshakes below Akka's.</param>
    /// <param name="ended">Called once, when the connection has ended.</param>
    public Connection(Address local, Peer peer, Action<Connection> ended)
    {
        _peer = peer;
        _limits = peer.Limits;
        _ended = ended;
        _outbound = new OutboundQueue(peer.Stream, peer.Limits, error => End($"it could not be written: {error.GetBaseException().Message}"));
        _inbound = new InboundFrames(peer.Stream, peer.Guard);
        Handle = new ConnectionHandle(local, peer.Remote, this);
    }

    /// <summary>The connection as Akka sees it.</summary>
    public AssociationHandle Handle { get; }

    /// <summary>Starts to read as soon as Akka has registered its listener.</summary>
    public void Start()
    {
        _peer.Guard.Opened(End, pdu => Write(pdu));
        _ = RunAsync();
    }

    /// <summary>Adds a PDU to what is sent; false when the peer reads too slowly, and Akka must wait.</summary>
    public bool Write(ByteString pdu)
    {
        if (_peer.Introduction is not null && !_isIntroduced)
        {
            // Akka's own handshake is its first PDU.
            _isIntroduced = true;
            if (PduView.Parse(pdu.Span).Kind is PduKind.Associate)
                return true;
        }

        if (_outbound.TryAdd(pdu))
            return true;
        if (_limits.EndsWhenFull)
            End($"the peer left {_outbound.WaitingBytes} bytes unread.");
        return _limits.EndsWhenFull;
    }

    /// <summary>Ends the connection at once.</summary>
    public void End(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
            _end.TrySetResult();
    }

    /// <summary>Ends the connection when what waits is sent.</summary>
    public void Close() => _ = CloseAsync();

    /// <summary>Ends a connection whose peer is silent or accepts nothing.</summary>
    public void Check(long now)
    {
        if (now - _inbound.HeardAt > _limits.Idle.TotalMilliseconds)
            End("the peer was silent for too long.");
        else if (_outbound.IsStalled(now))
            End("the peer accepts nothing.");
    }

    private async Task CloseAsync()
    {
        await Task.WhenAny(_outbound.CloseAsync(), Task.Delay(_limits.Linger)).ConfigureAwait(false);
        End("it was closed.");
    }

    private async Task RunAsync()
    {
        var reading = ReadAsync();
        await Task.WhenAny(reading, _end.Task).ConfigureAwait(false);
        await _outbound.CloseAsync().WaitAsync(TimeSpan.FromMilliseconds(100)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _peer.Stream.DisposeAsync().ConfigureAwait(false);
        _peer.Guard.Ended(_reason ?? "it was closed.");
        _ended(this);
        var listener = await Handle.ReadHandlerSource.Task.ConfigureAwait(false);
        listener.Notify(new Disassociated(DisassociateInfo.Unknown));
    }

    private async Task ReadAsync()
    {
        try
        {
            var listener = await Handle.ReadHandlerSource.Task.ConfigureAwait(false);
            if (_peer.Introduction is { } introduction)
                listener.Notify(new InboundPayload(introduction));
            await _inbound.ReadAllAsync(listener).ConfigureAwait(false);
            End("the peer closed it.");
        }
#pragma warning disable CA1031 // Whatever a stream throws ends its connection, and must not end the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            End(error is ConnectionRefusedException ? error.Message : $"it broke: {error.GetBaseException().Message}");
        }
    }
}
