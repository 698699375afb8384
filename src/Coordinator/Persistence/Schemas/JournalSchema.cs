using Google.Protobuf;

namespace Coordinator.Persistence.Schemas;

/// <summary>Schema of one kind of <see cref="IJournaled" />: a manifest that never changes, and its mapping.</summary>
internal sealed record JournalSchema(
    Type Type,
    string Manifest,
    Func<IJournaled, IMessage> Write,
    Func<ByteString, IJournaled> Read)
{
    public static JournalSchema Of<TEvent, TProto>(
        string manifest,
        MessageParser<TProto> parser,
        Func<TEvent, TProto> write,
        Func<TProto, TEvent> read)
        where TEvent : class, IJournaled
        where TProto : IMessage<TProto> =>
        new(typeof(TEvent), manifest, journaled => write((TEvent)journaled), bytes => read(parser.ParseFrom(bytes)));
}
