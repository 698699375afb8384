using System.Net.Http.Headers;

namespace Coordinator.Participants.Typed;

/// <summary>
/// Serializers of a participant: those of the service in the order of their registration, then protobuf, then JSON. JSON of the service takes the
/// place of the default: a type that its context lacks must not be written by reflection.
/// </summary>
internal sealed class MessageSerializers(IEnumerable<IMessageSerializer> own)
{
    private readonly IMessageSerializer[] _all = WithDefaults([.. own]);

    /// <summary>Finds the serializer that writes a type. <c>null</c>: none does.</summary>
    public IMessageSerializer? ForWriting(Type type) => _all.FirstOrDefault(serializer => serializer.CanSerialize(type));

    /// <summary>Finds the serializer that reads a type from bodies of a content type. <c>null</c>: none does.</summary>
    public IMessageSerializer? ForReading(Type type, string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed) && parsed.MediaType is { } mediaType
            ? _all.FirstOrDefault(serializer => serializer.CanRead(mediaType) && serializer.CanSerialize(type))
            : null;

    private static IMessageSerializer[] WithDefaults(IMessageSerializer[] own) => own.OfType<JsonMessageSerializer>().Any()
        ? [.. own, new ProtobufMessageSerializer()]
        : [.. own, new ProtobufMessageSerializer(), new JsonMessageSerializer()];
}
