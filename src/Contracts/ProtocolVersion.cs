namespace Coordinator.Contracts;

/// <summary>The version of what participant and coordinator say to each other. Schemas are only ever extended within one.</summary>
internal static class ProtocolVersion
{
    /// <summary>What this build speaks.</summary>
    public const int Current = 1;
}
