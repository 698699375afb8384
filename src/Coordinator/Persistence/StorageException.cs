using System.Data.Common;
using System.Net.Sockets;

namespace Coordinator.Persistence;

/// <summary>The coordinator cannot use its storage. The message tells the operator what to do.</summary>
internal sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>True when the failure may be temporary: the database is unavailable, or has no free connection.</summary>
    public bool IsTransient => InnerException is SocketException or TimeoutException or DbException { IsTransient: true };
}
