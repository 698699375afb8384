using System.Data.Common;
using System.Net.Sockets;

namespace Coordinator.Persistence;

/// <summary>The coordinator cannot start on this storage; the message says to its operator what to do.</summary>
internal sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The database is away, or has no connection to spare: it may be there a moment later.</summary>
    public bool MayPass => InnerException is SocketException or TimeoutException or DbException { IsTransient: true };
}
