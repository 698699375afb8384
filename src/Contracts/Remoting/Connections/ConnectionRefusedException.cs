namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>A connection ends because of what its peer is, or of what it sent.</summary>
/// <param name="message">Reason for people.</param>
/// <param name="cause">Error behind it, if any.</param>
internal sealed class ConnectionRefusedException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Returns the reason of a refusal that an error wraps. Without a refusal, it is the message of the innermost error.</summary>
    public static string ReasonOf(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        for (var at = error; at is not null; at = at.InnerException)
        {
            if (at is ConnectionRefusedException refused)
                return refused.Message;
        }

        return error.GetBaseException().Message;
    }
}
