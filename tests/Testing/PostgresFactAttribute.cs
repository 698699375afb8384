using Xunit;

namespace Coordinator.Testing;

/// <summary>
/// A fact that needs PostgreSQL: skipped, with a line that says why, where none can be had; never skipped where
/// <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.ReasonToSkip!;
}
