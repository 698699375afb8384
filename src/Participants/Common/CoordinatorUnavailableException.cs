namespace Coordinator.Participants.Common;

/// <summary>
/// The coordinator could not be reached, or could not answer, in time. What was asked may or may not have taken effect;
/// repeating it under the same transaction id is safe.
/// </summary>
public sealed class CoordinatorUnavailableException : Exception
{
    /// <summary>Made without details.</summary>
    public CoordinatorUnavailableException()
    {
    }

    /// <param name="message">What was asked, and what was in the way.</param>
    public CoordinatorUnavailableException(string message) : base(message)
    {
    }

    /// <param name="message">What was asked, and what was in the way.</param>
    /// <param name="innerException">The cause.</param>
    public CoordinatorUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
