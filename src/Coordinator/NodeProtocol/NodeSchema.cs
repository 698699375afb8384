using Google.Protobuf;

namespace Coordinator.NodeProtocol;

/// <summary>Schema of one kind of <see cref="INodeMessage" />: a manifest that never changes, and its mapping.</summary>
internal sealed record NodeSchema(
    Type Type,
    string Manifest,
    Func<INodeMessage, IMessage> Write,
    Func<ByteString, ActorPaths, INodeMessage> Read)
{
    public static NodeSchema Of<TMessage, TProto>(
        string manifest,
        MessageParser<TProto> parser,
        Func<TMessage, TProto> write,
        Func<TProto, TMessage> read)
        where TMessage : class, INodeMessage
        where TProto : IMessage<TProto> =>
        Of(manifest, parser, write, (proto, _) => read(proto));

    /// <summary>Creates the schema of a message that refers to an actor.</summary>
    public static NodeSchema Of<TMessage, TProto>(
        string manifest,
        MessageParser<TProto> parser,
        Func<TMessage, TProto> write,
        Func<TProto, ActorPaths, TMessage> read)
        where TMessage : class, INodeMessage
        where TProto : IMessage<TProto> =>
        new(typeof(TMessage), manifest, message => write((TMessage)message), (bytes, actors) => read(parser.ParseFrom(bytes), actors));
}
