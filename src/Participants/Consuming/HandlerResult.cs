namespace Coordinator.Participants.Consuming;

/// <summary>Result of a handler: what becomes of its message.</summary>
public sealed record HandlerResult
{
    private HandlerResult(HandlerResultKind kind, TimeSpan? delay = null, string? reason = null) =>
        (Kind, Delay, Reason) = (kind, delay, reason);

    /// <summary>The message was handled. It is acknowledged.</summary>
    public static HandlerResult Done { get; } = new(HandlerResultKind.Done);

    /// <summary>Kind of the result.</summary>
    public HandlerResultKind Kind { get; }

    /// <summary>Time until the next delivery. <c>null</c>: as the consumer's options say.</summary>
    public TimeSpan? Delay { get; }

    /// <summary>Text for people. <c>null</c>: none.</summary>
    public string? Reason { get; }

    internal bool IsDone => Kind == HandlerResultKind.Done;

    /// <summary>The message is to come again, which counts as a failed attempt.</summary>
    /// <param name="after">
    /// Time until the next delivery, zero or more. The coordinator cuts it to 40 days. Default (<c>null</c>):
    /// <see cref="ConsumerOptions.RetryDelays" />, or else the coordinator's back-off.
    /// </param>
    /// <param name="reason">Text for people, kept with a dead letter. Default: none.</param>
    public static HandlerResult Retry(TimeSpan? after = null, string? reason = null)
    {
        if (after is { } delay)
            ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero, nameof(after));
        return new HandlerResult(HandlerResultKind.Retry, after, reason);
    }

    /// <summary>The message can never be handled. It becomes a dead letter of the group at once.</summary>
    /// <param name="reason">Text for people, kept with the dead letter.</param>
    public static HandlerResult Reject(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new HandlerResult(HandlerResultKind.Reject, reason: reason);
    }
}

/// <summary>Kinds of a <see cref="HandlerResult" />.</summary>
public enum HandlerResultKind
{
    /// <summary>The message was handled.</summary>
    Done,

    /// <summary>The message is to come again.</summary>
    Retry,

    /// <summary>The message can never be handled.</summary>
    Reject,
}
