namespace Coordinator.Fuzz;

/// <summary>Failure that ends the program. Its message is shown to the user.</summary>
internal sealed class FuzzException(string message) : Exception(message);
