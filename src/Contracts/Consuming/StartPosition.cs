using System.ComponentModel;

namespace Coordinator.Contracts.Consuming;

/// <summary>Where in the log of each queue a group starts, or is rewound to.</summary>
/// <remarks>
/// In configuration files: <c>end</c>, <c>beginning</c>, or a time such as <c>2026-03-01T12:00:00Z</c> (UTC where it names no offset).
/// </remarks>
[TypeConverter(typeof(StartPositionConverter))]
public abstract record StartPosition
{
    /// <summary>What configuration files may say, in words for people.</summary>
    internal const string Allowed = "end, beginning, or a time such as 2026-03-01T12:00:00Z is allowed";

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
