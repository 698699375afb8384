namespace Coordinator.Faults;

/// <summary>Failure that ends the suite. Its message is shown to the user.</summary>
internal sealed class FaultsException(string message) : Exception(message);
