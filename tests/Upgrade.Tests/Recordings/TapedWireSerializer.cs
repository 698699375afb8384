using Akka.Actor;
using Akka.Serialization;
using Coordinator.Contracts.Wire;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>Wire serializer that records the messages it writes, and those it reads from participants.</summary>
internal sealed class TapedWireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string BetweenNodes = "i";

    private readonly WireSerializer _wire = new(system);
    private readonly Meaning _meaning = new(system);
    private readonly Tape _tape = Tape.Of(system);

    public override int Identifier => _wire.Identifier;

    public override string Manifest(object o) => _wire.Manifest(o);

    public override byte[] ToBinary(object obj)
    {
        var bytes = _wire.ToBinary(obj);
        var manifest = Manifest(obj);
        _tape.Record(manifest == BetweenNodes ? RecordedFrame.Node : RecordedFrame.Coordinator, Identifier, manifest, bytes, _meaning);
        return bytes;
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (manifest != BetweenNodes)
            _tape.Record(RecordedFrame.Participant, Identifier, manifest, bytes, _meaning);
        return _wire.FromBinary(bytes, manifest);
    }
}
