using Coordinator.Faults.Network;
using Coordinator.Testing;

namespace Coordinator.Faults.Tests;

/// <summary>
/// Fact that needs PostgreSQL and network namespaces. Without them it is skipped, with the reason. Where <c>CI=true</c> only the kernel or
/// the user can be a reason, and a fact with a fallback is never skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NamespaceFactAttribute : FactAttribute
{
    /// <param name="hasFallback">True when the fact shows less, but something, without namespaces.</param>
    public NamespaceFactAttribute(bool hasFallback = false) => Skip = (PostgresServer.ReasonToSkip ?? Reason(hasFallback))!;

    private static string? Reason(bool hasFallback) =>
        Environment.GetEnvironmentVariable("CI") != "true" ? NamespaceSupport.Absence
        : hasFallback || NamespaceSupport.MissingTool is not null ? null
        : NamespaceSupport.Refusal;
}
