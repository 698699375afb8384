namespace Coordinator.Faults;

/// <summary>Why the suite cannot go on, for people.</summary>
internal sealed class FaultsException(string message) : Exception(message);
