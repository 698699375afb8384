using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Typed;

/// <summary>Reads the bodies of typed messages.</summary>
internal sealed class MessageReader(MessageSerializers serializers)
{
    /// <summary>Tells whether some serializer reads the type at all.</summary>
    public bool CanRead(Type type) => serializers.ForWriting(type) is not null;

    /// <summary>
    /// Reads the body of a message. A message without a content type is read as this service would write it.
    /// </summary>
    /// <returns>The body, or the reason why it can never be read.</returns>
    public (object? Body, string? Problem) Read(Message message, Type type)
    {
        var serializer = message.Properties.TryGetValue(MessageProperties.ContentType, out var contentType)
            ? serializers.ForReading(type, contentType)
            : serializers.ForWriting(type);
        if (serializer is null)
            return (null, $"{MessageProperties.ContentType} '{contentType}' cannot be read as {type}. Send another format, or add its serializer.");
        try
        {
            return serializer.Deserialize(message.Body, type) is { } body
                ? (body, null)
                : (null, $"The body is a null in {serializer.ContentType}, but must be a {type}.");
        }
#pragma warning disable CA1031 // A serializer may throw any exception, and each means that the body is malformed.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (null, $"The body cannot be read as {type} in {serializer.ContentType}: {error.Message}");
        }
    }
}
