namespace Coordinator.Model.Tests;

/// <summary>
/// Parts of the transaction's model that are searched completely. docs/protocol-model.md states the reasons for this choice.
/// </summary>
internal static class Bounds
{
    /// <summary>Two copies of the entity, an operator and reused ids; a queue without faults.</summary>
    public static readonly string[] Decision = ["NO_QUEUE"];

    /// <summary>
    /// The complete way to two groups, with two copies of the queue; one copy of the entity, and only new ids.
    /// </summary>
    public static readonly string[] WholeWay = ["ONE_COPY", "ONLY_NEW_IDS", "NO_OPERATOR"];

    /// <summary>As <see cref="Decision" />, with two calls that use one id for different messages; no operator.</summary>
    public static readonly string[] Conflict = ["NO_QUEUE", "NO_OPERATOR", "OTHER_MESSAGES"];

    /// <summary>As <see cref="Decision" />, for infinite runs.</summary>
    public static readonly string[] FairDecision = ["NO_QUEUE", "NO_OPERATOR"];

    /// <summary>As <see cref="WholeWay" />, for infinite runs.</summary>
    public static readonly string[] FairWholeWay = [.. WholeWay, "ONE_QUEUE"];
}
