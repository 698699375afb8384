using System.Globalization;
using Akka.Configuration;
using Coordinator.Contracts.Runtime;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Contracts.Wire;

/// <summary>Akka configuration that both ends of the wire share.</summary>
internal static class WireSettings
{
    /// <summary>
    /// Serializer, bindings without JSON, and frames of up to <see cref="Frame.MaxBytes" />. Mailboxes run in the order in which they
    /// became ready, which fills frames.
    /// </summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
        akka.actor {
          serializers {
            json = "{{TypeName<RefusingSerializer>()}}"
            coordinator-wire = "{{TypeName<WireSerializer>()}}"
          }
          serialization-bindings {
            "{{TypeName<IWireMessage>()}}" = coordinator-wire
          }
        }
        akka.remote.dot-netty.tcp {
          maximum-frame-size = {{Frame.MaxBytes}}b
          send-buffer-size = {{Frame.MaxBytes}}b
          receive-buffer-size = {{Frame.MaxBytes}}b
        }
        """)).WithFallback(FifoExecutor.Config);

    private static string TypeName<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
