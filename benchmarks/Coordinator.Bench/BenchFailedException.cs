namespace Coordinator.Bench;

/// <summary>Failure that ends the benchmark. Its message is shown to the user.</summary>
internal sealed class BenchFailedException(string message, Exception? cause = null) : Exception(message, cause);
