using Xunit;

namespace Coordinator.Testing;

/// <summary>Theory that stops a server, see <see cref="OwnPostgresFactAttribute" />.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnPostgresTheoryAttribute : TheoryAttribute
{
    public OwnPostgresTheoryAttribute() => Skip = PostgresServer.ReasonToSkipOwn!;
}
