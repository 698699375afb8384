namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>A connection ends because of what its peer is, or of what it sent.</summary>
/// <param name="message">Reason for people.</param>
/// <param name="cause">Error behind it, if any.</param>
internal sealed class ConnectionRefusedException(string message, Exception? cause = null) : Exception(message, cause);
