namespace Coordinator.Participants.Consuming;

/// <summary>Thrown by a handler to get the message again after a delay of its choice.</summary>
public sealed class RetryLaterException : Exception
{
    /// <param name="delay">Time until the next delivery, zero or more.</param>
    /// <param name="reason">Text for people, kept with a dead letter. Default: none.</param>
    /// <param name="innerException">The cause.</param>
    public RetryLaterException(TimeSpan delay, string? reason = null, Exception? innerException = null)
        : base(reason ?? $"Retry in {delay}.", innerException)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Delay = delay;
    }

    /// <summary>Time until the next delivery.</summary>
    public TimeSpan Delay { get; }
}
