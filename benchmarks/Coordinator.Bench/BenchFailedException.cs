namespace Coordinator.Bench;

/// <summary>The rig cannot go on; the message is for whoever started it.</summary>
internal sealed class BenchFailedException(string message, Exception? cause = null) : Exception(message, cause);
