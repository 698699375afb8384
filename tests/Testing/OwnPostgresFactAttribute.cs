using Xunit;

namespace Coordinator.Testing;

/// <summary>Fact that kills a server. It needs the installed programs, whatever server the other tests use.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnPostgresFactAttribute : FactAttribute
{
    public OwnPostgresFactAttribute() => Skip = PostgresServer.ReasonToSkipOwn!;
}
