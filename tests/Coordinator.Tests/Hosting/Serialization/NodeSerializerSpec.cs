using System.Runtime.Serialization;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.Hosting.Serialization;
using Coordinator.NodeProtocol;
using Coordinator.Testing.RoundTrips;
using Coordinator.Topics.Catalog;

namespace Coordinator.Tests.Hosting.Serialization;

/// <summary>
/// Checks the messages between nodes of different releases. Never edit a hex string here: a schema is extended, and gets an
/// additional one.
/// </summary>
public sealed class NodeSerializerSpec : TestKit
{
    private static readonly Dictionary<string, string> Golden = new()
    {
        ["pt"] = "0a076f726465722d3112066f72646572731a086f72646572732d6122230a1f0a0b6f72646572732e706169641204706169641a016b22016f2a017438d00f100322210a1f0a0b6f72646572732e706169641204706169641a016b22016f2a017438d00f28e0d40330073801",
        ["pt by default"] = "0a076f726465722d3112066f72646572731a086f72646572732d6122230a1f0a0b6f72646572732e706169641204706169641a016b22016f2a017438d00f1003",
        ["ct"] = "0a076f726465722d3112066f72646572731a086f72646572732d612008",
        ["rt"] = "0a076f726465722d3112066f72646572731a086f72646572732d6122086465636c696e65642809",
        ["rt without a reason"] = "0a076f726465722d3112066f72646572731a086f72646572732d61",
        ["ot"] = "0a076f726465722d3110021a03616e6e22107468652062616e6b207361797320736f",
        ["or"] = "0a076f726465722d3110041804",
        ["wt"] = "0a076f726465722d3112066f7264657273",
        ["wt in turn"] = "0a076f726465722d31",
        ["wt committed"] = "0a076f726465722d311801",
        ["kr"] = "0a076f726465722d3112066f72646572731804221f0a0b6f72646572732e706169641204706169641a016b22016f2a017438d00f",
        ["kc"] = "0a076f726465722d311004180322086f72646572732d612880c0b084a1f19def0832046f70656e",
        ["kc without an instance"] = "0a076f726465722d31100418062880c0b084a1f19def08",
        ["ka"] = "0a086f72646572732d6112076f726465722d311a066f726465727320042804320462757379",
        ["kp"] = "0a066f726465727312086f72646572732d611a31616b6b612e7463703a2f2f636f6f7264696e61746f724031302e302e302e313a343035332f757365722f73657373696f6e",
        ["ku"] = "0a066f72646572731231616b6b612e7463703a2f2f636f6f7264696e61746f724031302e302e302e313a343035332f757365722f73657373696f6e",
        ["kg"] = "0a066f72646572730a087061796d656e7473",
        ["tn"] = "0a0b6f72646572732e70616964",
        ["tn with a count"] = "0a0b6f72646572732e7061696410ac02",
        ["td"] = "0a0b6f72646572732e70616964",
        ["tu"] = "0a0b6f72646572732e70616964",
        ["tj"] = "0a0b6f72646572732e7061696412087368697070696e67",
        ["tj with a count"] = "0a0b6f72646572732e7061696412087368697070696e6718ac02",
        ["ta of a refusal"] = "0a0b6f72646572732e70616964220466756c6c",
        ["ta"] = "0a0b6f72646572732e7061696410041a087368697070696e67",
        ["qa"] = "0a0f0a0b6f72646572732e70616964100312076f726465722d311880c0b084a1f19def0822230801121f0a0b6f72646572732e706169641204706169641a016b22016f2a017438d00f",
        ["ot by force"] = "0a076f726465722d3110021a03616e6e22107468652062616e6b207361797320736f2801",
        ["or refused"] = "0a076f726465722d311002180122046f70656e",
        ["qa with a commit"] = "0a0f0a0b6f72646572732e70616964100312076f726465722d311880c0b084a1f19def0822230801121f0a0b6f72646572732e706169641204706169641a016b22016f2a017438d00f"
            + "2a250a09742d6f726465722d3110021880c0b084a1f19def08220201022a02746130b6293a0177",
        ["qr"] = "0a0f0a0b6f72646572732e70616964100312076f726465722d31",
        ["qd"] = "0a0f0a0b6f72646572732e70616964100312076f726465722d31",
        ["qe"] = "0a0f0a0b6f72646572732e706169641003",
        ["qf"] = "0a0f0a0b6f72646572732e70616964100310111880c0b084a1f19def08",
        ["qf of an empty queue"] = "0a0f0a0b6f72646572732e706169641003",
        ["ga"] = "0a190a0b6f72646572732e7061696410031a087368697070696e6712086f72646572732d611a31616b6b612e7463703a2f2f636f6f7264696e61746f724031302e302e302e313a343035332f757365722f73657373696f6e220a1880c0b084a1f19def082a01742a0175301038b0ea01",
        ["ga by default"] = "0a190a0b6f72646572732e7061696410031a087368697070696e6712086f72646572732d611a31616b6b612e7463703a2f2f636f6f7264696e61746f724031302e302e302e313a343035332f757365722f73657373696f6e220208013010",
        ["gb"] = "0a190a0b6f72646572732e7061696410031a087368697070696e67",
        ["gd"] = "0a190a0b6f72646572732e7061696410031a087368697070696e671231616b6b612e7463703a2f2f636f6f7264696e61746f724031302e302e302e313a343035332f757365722f73657373696f6e",
        ["gs"] = "0a190a0b6f72646572732e7061696410031a087368697070696e67101118022001",
        ["gs retry"] = "0a190a0b6f72646572732e7061696410031a087368697070696e67101118022a09088827120462757379",
        ["gs of an instance"] = "0a190a0b6f72646572732e7061696410031a087368697070696e671011180220013a086f72646572732d61",
        ["gs reject"] = "0a190a0b6f72646572732e7061696410031a087368697070696e671011180232080a0662726f6b656e",
        ["gr"] = "0a190a0b6f72646572732e7061696410031a087368697070696e6718052203616e6e",
        ["gr to the beginning"] = "0a190a0b6f72646572732e7061696410031a087368697070696e67120210012203616e6e",
        ["gw"] = "0a190a0b6f72646572732e7061696410031a087368697070696e671005",
        ["gp"] = "0a190a0b6f72646572732e7061696410031a087368697070696e6710111810",
        ["gq"] = "0a190a0b6f72646572732e7061696410031a087368697070696e6710111810",
        ["gi"] = "0a190a0b6f72646572732e7061696410031a087368697070696e67",
        ["gj"] = "0a190a0b6f72646572732e7061696410031a087368697070696e6710011814200f281e300c380140024803520e0a086f72646572732d61101018015a03616e6e6080c0b084a1f19def08",
        ["gj unknown"] = "0a190a0b6f72646572732e7061696410031a087368697070696e67281e",
        ["da"] = "0a190a0b6f72646572732e7061696410031a087368697070696e6710111a076f726465722d3120012810320662726f6b656e",
        ["db"] = "0a190a0b6f72646572732e7061696410031a087368697070696e6710111810",
        ["dl"] = "0a087368697070696e6710051832",
        ["dp"] = "0a087368697070696e671234080612076f726465722d311801220f0a0b6f72646572732e706169641003281130103a0662726f6b656e4080c0b084a1f19def081801",
        ["dr"] = "0a087368697070696e671a0206072203616e6e",
        ["dr all"] = "0a087368697070696e6710012203616e6e",
        ["ds"] = "0a087368697070696e67100218012001",
        ["dd"] = "0a087368697070696e671201061a03616e6e220a6e6f74206e6565646564",
        ["de"] = "0a087368697070696e671001",
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

    /// <summary>Fails for a message without a schema, before a second node needs it.</summary>
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
        var message = NodeMessages.All(SessionElsewhere())[name];

        GoldenBytes.AssertEqual(Golden[name], _serializer.ToBinary(message));
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

    /// <summary>Creates a session reference whose path is the same in every run.</summary>
    private EmptyLocalActorRef SessionElsewhere() => new(
        ((ExtendedActorSystem)Sys).Provider,
        new RootActorPath(new Address("akka.tcp", "coordinator", "10.0.0.1", 4053)) / "user" / "session",
        Sys.EventStream);
}
