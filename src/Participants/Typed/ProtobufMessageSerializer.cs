using Google.Protobuf;

namespace Coordinator.Participants.Typed;

/// <summary>Writes and reads the generated classes of Google.Protobuf.</summary>
public sealed class ProtobufMessageSerializer : IMessageSerializer
{
    private const string MediaType = "application/protobuf";

    private static readonly string[] Readable = [MediaType, "application/x-protobuf", "application/vnd.google.protobuf"];

    /// <inheritdoc />
    public string ContentType => MediaType;

    /// <inheritdoc />
    public bool CanRead(string mediaType) => Readable.Contains(mediaType, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public bool CanSerialize(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return typeof(IMessage).IsAssignableFrom(type) && !type.IsAbstract;
    }

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Serialize(object body, Type type) => ((IMessage)body).ToByteArray();

    /// <inheritdoc />
    public object? Deserialize(ReadOnlyMemory<byte> body, Type type)
    {
        var message = (IMessage)Activator.CreateInstance(type)!;
        message.MergeFrom(body.Span);
        return message;
    }
}
