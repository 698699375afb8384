using Akka.Configuration;
using Coordinator.Contracts.Common;
using Coordinator.NodeProtocol;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Hosting.Serialization;

/// <summary>Binds journal events and node messages to the serializers that know their schemas.</summary>
internal static class SerializationConfig
{
    public static Config Config { get; } = ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers {
            coordinator-journal = "{{Hocon.NameOf(typeof(JournalSerializer))}}"
            coordinator-nodes = "{{Hocon.NameOf(typeof(NodeSerializer))}}"
          }
          serialization-bindings {
            "{{Hocon.NameOf(typeof(IJournaled))}}" = coordinator-journal
            "{{Hocon.NameOf(typeof(INodeMessage))}}" = coordinator-nodes
          }
        }
        """);
}
