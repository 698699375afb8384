using Akka.Actor;
using Akka.Serialization;
using Coordinator.Hosting.Serialization;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>Serializer between nodes that records the messages it writes.</summary>
internal sealed class TapedNodeSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly NodeSerializer _nodes = new(system);
    private readonly Meaning _meaning = new(system);
    private readonly Tape _tape = Tape.Of(system);

    public override int Identifier => _nodes.Identifier;

    public override string Manifest(object o) => _nodes.Manifest(o);

    public override byte[] ToBinary(object obj)
    {
        var bytes = _nodes.ToBinary(obj);
        _tape.Record(RecordedFrame.Node, Identifier, Manifest(obj), bytes, _meaning);
        return bytes;
    }

    public override object FromBinary(byte[] bytes, string manifest) => _nodes.FromBinary(bytes, manifest);
}
