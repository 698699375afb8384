using Xunit;

namespace Coordinator.Testing;

/// <summary>
/// Fact that needs PostgreSQL. Without PostgreSQL it is skipped, with the reason. It is never skipped where <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.ReasonToSkip!;
}
