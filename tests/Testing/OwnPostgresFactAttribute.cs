using Xunit;

namespace Coordinator.Testing;

/// <summary>A fact that kills a server: it needs the installed programs, whatever server the other tests use.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnPostgresFactAttribute : FactAttribute
{
    public OwnPostgresFactAttribute() => Skip = PostgresServer.ReasonToSkipOwn!;
}
