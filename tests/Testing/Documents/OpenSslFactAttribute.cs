using Coordinator.Harness.Processes;
using Xunit;

namespace Coordinator.Testing.Documents;

/// <summary>
/// Fact that runs commands of a document with openssl. Without openssl it is skipped, with the reason. It is never skipped where
/// <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslFactAttribute : FactAttribute
{
    /// <param name="withPostgres">True for a fact that needs PostgreSQL too.</param>
    public OpenSslFactAttribute(bool withPostgres = false) =>
        Skip = (ReasonToSkip ?? (withPostgres ? PostgresServer.ReasonToSkip : null))!;

    private static string? ReasonToSkip => ShellCommand.Exists("openssl") || Environment.GetEnvironmentVariable("CI") == "true"
        ? null
        : "No openssl here: install the package openssl.";
}
