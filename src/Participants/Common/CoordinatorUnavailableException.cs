using Coordinator.Contracts.Logging;

namespace Coordinator.Participants.Common;

/// <summary>
/// Thrown when the coordinator could not be reached or did not answer in time. The command may or may not have taken effect. Repeating
/// it under the same transaction id is safe.
/// </summary>
public sealed class CoordinatorUnavailableException : Exception, IExpectedFailure
{
    /// <summary>Creates an exception without details.</summary>
    public CoordinatorUnavailableException()
    {
    }

    /// <param name="message">The command and the reason.</param>
    public CoordinatorUnavailableException(string message) : base(message)
    {
    }

    /// <param name="message">The command and the reason.</param>
    /// <param name="innerException">The cause.</param>
    public CoordinatorUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
