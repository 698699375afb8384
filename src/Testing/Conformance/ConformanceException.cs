namespace Coordinator.Testing.Conformance;

/// <summary>Thrown when a store breaks a promise of its interface.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public ConformanceException()
    {
    }

    /// <param name="message">What was expected, what came, and why it matters.</param>
    public ConformanceException(string message) : base(message)
    {
    }

    /// <param name="message">What was expected, what came, and why it matters.</param>
    /// <param name="innerException">The cause.</param>
    public ConformanceException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
