namespace Coordinator.Participants.Consuming;

/// <summary>Thrown by a handler: not now; deliver it again after a delay of the handler's choice.</summary>
public sealed class RetryLaterException : Exception
{
    /// <param name="delay">When to try again; zero or more.</param>
    /// <param name="reason">For people; kept with a dead letter. Default: none.</param>
    /// <param name="innerException">The cause.</param>
    public RetryLaterException(TimeSpan delay, string? reason = null, Exception? innerException = null)
        : base(reason ?? $"Retry in {delay}.", innerException)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Delay = delay;
    }

    /// <summary>When to try again.</summary>
    public TimeSpan Delay { get; }
}
