using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.Contracts.Remoting;

/// <summary>Transport of Akka remoting over TCP. The <see cref="RemotingSetup" /> of the actor system says with whom.</summary>
#pragma warning disable CA1001 // Akka ends a transport with Shutdown.
internal sealed class StreamTransport : Akka.Remote.Transport.Transport
#pragma warning restore CA1001
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Connection, byte> _connections = new();
    private readonly OutboundAttempts _outbound = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<IAssociationEventListener> _listener = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IConnectionRole _role;
    private readonly Timer _checks;
    private TcpAcceptor? _acceptor;
    private Address _local = null!;

    /// <summary>Called by Akka.</summary>
    /// <param name="system">The actor system, which has a <see cref="RemotingSetup" />.</param>
    /// <param name="config">Section of the transport.</param>
    public StreamTransport(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
        SchemeIdentifier = "tcp";
        MaximumPayloadBytes = ConnectionLimits.MaxPduBytes;
        _role = system.Settings.Setup.Get<RemotingSetup>().Value.Role;
        _checks = new Timer(_ => CheckAll(), null, CheckInterval, CheckInterval);
    }

    /// <summary>Configuration that makes this the only transport of an actor system.</summary>
    public static Config Configuration { get; } = ConfigurationFactory.ParseString($$"""
        akka.remote {
          enabled-transports = [akka.remote.coordinator]
          coordinator.transport-class = "{{Hocon.NameOf(typeof(StreamTransport))}}"
          # Wait after a write that the connection had no room for.
          backoff-interval = 10ms
        }
        """);

    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        _role.Start(System);
        if (_role.Listen is { } endpoint)
        {
            _acceptor = await TcpAcceptor.ListenAsync(endpoint).ConfigureAwait(false);
            _local = new Address(SchemeIdentifier, System.Name, endpoint.PublicHost, _acceptor.Port);
            _ = _acceptor.AcceptAllAsync(socket => _ = AdmitAsync(socket), _stopping.Token);
        }
        else
        {
            // Akka needs an address. Nobody connects to this one.
            _local = new Address(SchemeIdentifier, System.Name, RandomNumberGenerator.GetHexString(32, lowercase: true), 1);
        }

        return (_local, _listener);
    }

    public override bool IsResponsibleFor(Address remote) => true;

    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        var began = Environment.TickCount64;
        var attempt = _outbound.Begin(remoteAddress);
        while (true)
        {
            try
            {
                return await ConnectAsync(remoteAddress, attempt).ConfigureAwait(false);
            }
            catch (ConnectionRefusedException) when (Environment.TickCount64 - began < _role.RetryFor(remoteAddress).TotalMilliseconds
                && !attempt.IsAbandoned
                && !_stopping.IsCancellationRequested)
            {
                await Task.Delay(RetryInterval, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch
            {
                _outbound.Forget(remoteAddress, attempt);
                throw;
            }
        }
    }

    public override async Task<bool> Shutdown()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _checks.DisposeAsync().ConfigureAwait(false);
        _acceptor?.Dispose();
        foreach (var connection in _connections.Keys)
            connection.Close();
        return true;
    }

    private async Task<AssociationHandle> ConnectAsync(Address remote, OutboundAttempts.Attempt attempt)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(_role.HandshakeTimeout);
        try
        {
            var connection = Open(await _role.ConnectAsync(_local, remote, limit.Token).ConfigureAwait(false));
            if (attempt.TryConnect(connection))
                return connection.Handle;
            connection.End("nobody waits for it any more.");
            throw new ConnectionRefusedException("nobody waits for the connection any more.");
        }
        catch (OperationCanceledException late)
        {
            throw new ConnectionRefusedException("it did not answer in time.", late);
        }
        catch (IOException broken)
        {
            throw new ConnectionRefusedException($"the connection broke: {broken.Message}", broken);
        }
    }

    private async Task AdmitAsync(Socket socket)
    {
        var from = socket.RemoteEndPoint?.ToString() ?? "unknown";
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            limit.CancelAfter(_role.HandshakeTimeout);
            var listener = await _listener.Task.WaitAsync(limit.Token).ConfigureAwait(false);
            TcpDialer.Prepare(socket);
            var connection = Open(await _role.AcceptAsync(_local, socket, limit.Token).ConfigureAwait(false));
            listener.Notify(new InboundAssociation(connection.Handle));
        }
#pragma warning disable CA1031 // Whatever a peer brings about must cost this connection only.
        catch (Exception error)
#pragma warning restore CA1031
        {
            socket.Dispose();
            if (!_stopping.IsCancellationRequested)
                _role.Refused(from, error is OperationCanceledException ? "the handshake took too long." : ConnectionRefusedException.ReasonOf(error));
        }
    }

    private Connection Open(Peer peer)
    {
        var connection = new Connection(_local, peer, ended => _connections.TryRemove(ended, out _));
        _connections.TryAdd(connection, 0);
        connection.Start();
        return connection;
    }

    private void CheckAll()
    {
        var now = Environment.TickCount64;
        foreach (var connection in _connections.Keys)
            connection.Check(now);
    }
}
