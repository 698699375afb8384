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

/// <summary>A theory that needs PostgreSQL, see <see cref="PostgresFactAttribute" />.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.ReasonToSkip!;
}

/// <summary>A fact that kills a server: it needs the installed programs, whatever server the other tests use.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnPostgresFactAttribute : FactAttribute
{
    public OwnPostgresFactAttribute() => Skip = PostgresServer.ReasonToSkipOwn!;
}
