using Akka.Actor;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>
/// The last attempt to connect to each address, and its connection. Akka makes another one only when it has given the last one up, and tells
/// the transport nothing. A connection that an attempt made after that would be alive and have no reader, and the peer would answer there.
/// </summary>
internal sealed class OutboundAttempts
{
    private readonly Dictionary<Address, Attempt> _last = [];

    /// <summary>Begins an attempt, and abandons the last one to the same address with its connection.</summary>
    public Attempt Begin(Address remote)
    {
        var attempt = new Attempt();
        Attempt? last;
        lock (_last)
        {
            _last.TryGetValue(remote, out last);
            _last[remote] = attempt;
        }

        last?.Abandon();
        return attempt;
    }

    /// <summary>Forgets an attempt that failed.</summary>
    public void Forget(Address remote, Attempt failed)
    {
        lock (_last)
        {
            if (_last.TryGetValue(remote, out var last) && last == failed)
                _last.Remove(remote);
        }
    }

    internal sealed class Attempt
    {
        private readonly Lock _lock = new();
        private Connection? _connection;

        public bool IsAbandoned { get; private set; }

        /// <summary>Records the connection; false when nobody waits for it any more.</summary>
        public bool TryConnect(Connection connection)
        {
            lock (_lock)
            {
                _connection = connection;
                return !IsAbandoned;
            }
        }

        public void Abandon()
        {
            lock (_lock)
                IsAbandoned = true;
            _connection?.End("another one replaces it.");
        }
    }
}
