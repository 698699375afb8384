namespace Coordinator.Storage;

/// <summary>The coordinator cannot start on this storage; the message says to its operator what to do.</summary>
internal sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause);
