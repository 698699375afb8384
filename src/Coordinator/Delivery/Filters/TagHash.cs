using Coordinator.Common;

namespace Coordinator.Delivery.Filters;

/// <summary>Hash of a message's tag. It stands for the tag of a message whose body is not in memory.</summary>
internal static class TagHash
{
    /// <summary>Hash of a message without a tag.</summary>
    public const ulong None = 0;

    public static ulong Of(string? tag) => tag is null ? None : Math.Max(1, StableHash.Of(tag));
}
