namespace Coordinator.Participants.Typed;

/// <summary>Writes and reads the bodies of typed messages in one format. It must be safe for concurrent use.</summary>
public interface IMessageSerializer
{
    /// <summary>Media type of the bodies that it writes, such as <c>application/json</c>. It travels with each message.</summary>
    string ContentType { get; }

    /// <summary>Tells whether it reads bodies of a media type.</summary>
    /// <param name="mediaType">The media type, without parameters such as <c>charset</c>. Compare it without regard to case.</param>
    bool CanRead(string mediaType);

    /// <summary>Tells whether it writes and reads a type. The first serializer that does writes the messages of the type.</summary>
    bool CanSerialize(Type type);

    /// <summary>Writes a body.</summary>
    /// <param name="body">The object, never null.</param>
    /// <param name="type">Type to write it as: its own, or a base type that has a name of its own.</param>
    ReadOnlyMemory<byte> Serialize(object body, Type type);

    /// <summary>
    /// Reads a body. An exception means that the body can never be read: the message becomes a dead letter at once, with the exception's text.
    /// The same holds for <c>null</c>.
    /// </summary>
    object? Deserialize(ReadOnlyMemory<byte> body, Type type);
}
