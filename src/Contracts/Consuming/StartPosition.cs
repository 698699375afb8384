namespace Coordinator.Contracts.Consuming;

/// <summary>Where in the log of each queue a group starts, or is rewound to.</summary>
public abstract record StartPosition
{
    private StartPosition() { }

    /// <summary>After the last message that is there now: only later commits are seen.</summary>
    public sealed record End : StartPosition;

    /// <summary>At the first message that is kept.</summary>
    public sealed record Beginning : StartPosition;

    /// <summary>At the first message that was appended at that time or later.</summary>
    public sealed record At(DateTimeOffset Time) : StartPosition;

    /// <summary>The default of a new group.</summary>
    public static StartPosition FromEnd { get; } = new End();

    /// <summary>Everything that is kept.</summary>
    public static StartPosition FromBeginning { get; } = new Beginning();
}
