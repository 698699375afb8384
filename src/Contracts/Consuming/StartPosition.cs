using System.ComponentModel;

namespace Coordinator.Contracts.Consuming;

/// <summary>Position in the log of each queue at which a group starts, or to which it is rewound.</summary>
/// <remarks>
/// In configuration files it is <c>end</c>, <c>beginning</c>, or a time such as <c>2026-03-01T12:00:00Z</c>. A time without an offset is UTC.
/// </remarks>
[TypeConverter(typeof(StartPositionConverter))]
public abstract record StartPosition
{
    /// <summary>Values of configuration files, in words for people.</summary>
    internal const string Allowed = "end, beginning, or a time such as 2026-03-01T12:00:00Z";

    private StartPosition() { }

    /// <summary>Starts after the last message that exists now, so the group gets only later commits.</summary>
    public sealed record End : StartPosition;

    /// <summary>Starts at the first message that is kept.</summary>
    public sealed record Beginning : StartPosition;

    /// <summary>Starts at the first message that was appended at that time or later.</summary>
    public sealed record At(DateTimeOffset Time) : StartPosition;

    /// <summary>Start after the last message. This is the default of a new group.</summary>
    public static StartPosition FromEnd { get; } = new End();

    /// <summary>Start at the first message that is kept.</summary>
    public static StartPosition FromBeginning { get; } = new Beginning();
}
