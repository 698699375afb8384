using Akka.Configuration;
using Coordinator.Contracts.Runtime;

namespace Coordinator.Contracts.Wire;

/// <summary>Akka configuration that both ends of the wire share.</summary>
internal static class WireSettings
{
    /// <summary>
    /// Serializer, and bindings without JSON. Mailboxes run in the order in which they became ready, which fills frames.
    /// </summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers {
            json = "{{TypeName<RefusingSerializer>()}}"
            coordinator-wire = "{{TypeName<WireSerializer>()}}"
          }
          serialization-bindings {
            "{{TypeName<IWireMessage>()}}" = coordinator-wire
          }
        }
        """).WithFallback(FifoExecutor.Config);

    private static string TypeName<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
