using System.Runtime.Serialization;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.CheckBack;
using Coordinator.Clustering;
using Coordinator.Delivery;
using Coordinator.Topics;

namespace Coordinator.Tests.Clustering;

/// <summary>
/// What nodes of several releases say to each other. A hex string here is never edited: a schema is extended, and gets a further one.
/// </summary>
public sealed class NodeSerializerSpec : TestKit
{
    private static readonly IReadOnlyDictionary<string, string> Golden = new Dictionary<string, string>
    {
        //GOLDEN
    };

    private readonly NodeSerializer _serializer;
    private readonly IReadOnlyDictionary<string, INodeMessage> _messages;

    public NodeSerializerSpec()
    {
        _serializer = new NodeSerializer((ExtendedActorSystem)Sys);
        _messages = NodeMessages.All(TestActor);
    }

    public static TheoryData<string> Names => [.. NodeMessages.All(ActorRefs.Nobody).Keys];

    [Fact]
    public void Every_kind_has_a_sample_here_and_a_manifest_of_its_own()
    {
        Assert.Equal(
            NodeSchemas.All.Select(schema => schema.Type).ToHashSet(),
            _messages.Values.Select(message => message.GetType()).ToHashSet());
        Assert.Equal(NodeSchemas.All.Count, NodeSchemas.All.Select(schema => schema.Manifest).Distinct().Count());
    }

    /// <summary>Whoever adds a message learns here that it needs a schema, not when a second node comes.</summary>
    [Fact]
    public void Every_message_between_nodes_has_a_schema() => Assert.Equal(
        NodeSchemas.All.Select(schema => schema.Type).ToHashSet(),
        typeof(INodeMessage).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(INodeMessage)))
            .ToHashSet());

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_arrives_as_it_was_sent(string name)
    {
        var message = _messages[name];

        var manifest = _serializer.Manifest(message);
        var arrived = _serializer.FromBinary(_serializer.ToBinary(message), manifest);

        Assert.Equal(name.Split(' ')[0], manifest);
        Assert.Equivalent(message, arrived, strict: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_is_written_as_it_ever_was(string name)
    {
        // Where a session is differs from system to system.
        if (_messages[name] is AttachConsumer or DetachConsumer or RegisterProducer or UnregisterProducer)
            return;
        Assert.Equal(Golden[name], Convert.ToHexStringLower(_serializer.ToBinary(_messages[name])));
    }

    [Fact]
    public void Message_with_an_id_that_was_never_set_spoils_itself_only() =>
        Assert.Throws<SerializationException>(() => _serializer.ToBinary(new GetOrCreateTopic(default)));

    [Fact]
    public void Message_of_a_newer_node_is_refused_by_its_manifest()
    {
        var refused = Assert.Throws<SerializationException>(() => _serializer.FromBinary([], "zz"));

        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
    }
}
