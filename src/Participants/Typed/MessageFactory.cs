using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Typed;

/// <summary>
/// Makes messages of objects. Type and format of the body travel as <see cref="MessageProperties" />. The services of a participant have one as a
/// singleton, with the types and serializers that were registered. Safe for concurrent use.
/// </summary>
public sealed class MessageFactory
{
    private readonly MessageTypes _types;
    private readonly MessageSerializers _serializers;

    /// <summary>Makes a factory without registrations: JSON, protobuf, and names by attribute.</summary>
    public MessageFactory() : this(new MessageTypes([]), new MessageSerializers([]))
    {
    }

    internal MessageFactory(MessageTypes types, MessageSerializers serializers) => (_types, _serializers) = (types, serializers);

    /// <summary>Makes a message. Nothing is sent.</summary>
    /// <typeparam name="T">
    /// Type of the body. If it has a name, the body is written as this type. Otherwise it is written as the type that it is, so <c>object</c> will do.
    /// </typeparam>
    /// <param name="topic">Topic of the message.</param>
    /// <param name="body">The body.</param>
    /// <param name="options">Keys, tag, delay and further properties. Default: none.</param>
    /// <exception cref="ArgumentNullException">The body is null.</exception>
    /// <exception cref="ArgumentException">
    /// The body cannot be serialized, or a value is out of its limits, see <see cref="MessageLimits" />. The cause is the inner exception.
    /// </exception>
    public Message Create<T>(Topic topic, T body, MessageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        options ??= new MessageOptions();
        var type = _types.IsNamed(typeof(T)) ? typeof(T) : body.GetType();
        var serializer = _serializers.ForWriting(type) ?? throw new ArgumentException(
            $"No serializer takes {type}. Add it to the JsonSerializerContext, or add a serializer by AddMessageSerializer.", nameof(body));
        var message = new Message
        {
            Topic = topic,
            Body = Serialize(serializer, body, type),
            Key = options.Key,
            OrderingKey = options.OrderingKey,
            Tag = options.Tag,
            Delay = options.Delay,
            Properties = PropertiesOf(options, _types.NameOf(type), serializer.ContentType),
        };
        return MessageLimits.Problem([message]) is { } problem ? throw new ArgumentException(problem, nameof(options)) : message;
    }

    private static ReadOnlyMemory<byte> Serialize(IMessageSerializer serializer, object body, Type type)
    {
        try
        {
            return serializer.Serialize(body, type);
        }
#pragma warning disable CA1031 // A serializer may throw any exception, and each means that the caller's body is wrong.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new ArgumentException($"The body cannot be written as {type} in {serializer.ContentType}: {error.Message}", nameof(body), error);
        }
    }

    private static Dictionary<string, string> PropertiesOf(MessageOptions options, string typeName, string contentType)
    {
        var given = options.Properties ?? throw new ArgumentException("properties must not be null; leave them out instead.", nameof(options));
        if (given.Keys.FirstOrDefault(MessageProperties.AreSetByLibrary) is { } reserved)
        {
            throw new ArgumentException(
                $"Property '{reserved}' is set by the library from the body. Leave it out, or make the Message yourself.", nameof(options));
        }

        return new Dictionary<string, string>(given, StringComparer.Ordinal)
        {
            [MessageProperties.Type] = typeName,
            [MessageProperties.ContentType] = contentType,
        };
    }
}
