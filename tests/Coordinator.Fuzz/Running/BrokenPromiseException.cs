namespace Coordinator.Fuzz.Running;

/// <summary>The coordinator did what it must not do.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
