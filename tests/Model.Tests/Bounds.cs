namespace Coordinator.Model.Tests;

/// <summary>The parts of the transaction's model that are searched, each to its end. docs/protocol-model.md says why these.</summary>
internal static class Bounds
{
    /// <summary>Two copies of the entity, an operator, ids that are reused; a queue that does nothing wrong.</summary>
    public static readonly string[] Decision = ["NO_QUEUE"];

    /// <summary>The whole way to two groups, two copies of the queue; one copy of the entity, every id is new.</summary>
    public static readonly string[] WholeWay = ["ONE_COPY", "ONLY_NEW_IDS", "NO_OPERATOR"];

    /// <summary>As <see cref="Decision" />, with two calls that use one id for different messages; no operator.</summary>
    public static readonly string[] Conflict = ["NO_QUEUE", "NO_OPERATOR", "OTHER_MESSAGES"];

    /// <summary>As <see cref="Decision" />, for runs without end.</summary>
    public static readonly string[] FairDecision = ["NO_QUEUE", "NO_OPERATOR"];

    /// <summary>As <see cref="WholeWay" />, for runs without end.</summary>
    public static readonly string[] FairWholeWay = [.. WholeWay, "ONE_QUEUE"];
}
