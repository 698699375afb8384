using Xunit;

namespace Coordinator.Testing;

/// <summary>Theory that needs PostgreSQL, see <see cref="PostgresFactAttribute" />.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.ReasonToSkip!;
}
