namespace Coordinator.Harness;

/// <summary>A child process or a server did not do what was asked of it. The message contains its output.</summary>
public sealed class HarnessException(string message, Exception? cause = null) : Exception(message, cause);
