namespace Coordinator.Testing.Crashes;

/// <summary>
/// Thrown in a service that a test lets die, where its process would have ended. Let it pass: what catches it runs in a process that is dead.
/// </summary>
public sealed class SimulatedCrashException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public SimulatedCrashException()
    {
    }

    /// <param name="message">The moment.</param>
    public SimulatedCrashException(string message) : base(message)
    {
    }

    /// <param name="message">The moment.</param>
    /// <param name="innerException">The cause.</param>
    public SimulatedCrashException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal SimulatedCrashException(CrashPoint point)
        : base($"The test let this service die at {point}: {point.Moment}") => Point = point;

    /// <summary>The moment; <c>null</c>: unknown.</summary>
    public CrashPoint? Point { get; }
}
