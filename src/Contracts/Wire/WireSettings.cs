using System.Globalization;
using Akka.Configuration;
using Coordinator.Contracts.Runtime;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Contracts.Wire;

/// <summary>What both ends of the wire must agree on in their Akka configuration.</summary>
internal static class WireSettings
{
    /// <summary>
    /// The serializer, its bindings, no JSON, frames as large as <see cref="Frame.MaxBytes" />, and mailboxes that run in the order
    /// in which they got something to do, which fills frames.
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
