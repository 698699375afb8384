using Akka.Configuration;
using Coordinator.Common;
using Coordinator.NodeProtocol;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Hosting.Serialization;

/// <summary>Binds what enters the journal, and what nodes send each other, to the serializers that know all schemas.</summary>
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
