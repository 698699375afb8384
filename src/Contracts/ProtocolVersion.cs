namespace Coordinator.Contracts;

/// <summary>Version of the protocol between participant and coordinator. Within one version, schemas are only extended.</summary>
internal static class ProtocolVersion
{
    /// <summary>Version of this build.</summary>
    public const int Current = 2;
}
