using System.Diagnostics.CodeAnalysis;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Consuming.Handling;

/// <summary>Reads the bodies of one consumer's messages, and finds out which of its types they are.</summary>
internal sealed class TypedBodies(IReadOnlyList<Type> expected, UnknownTypes unknown, IServiceProvider services)
{
    private readonly MessageTypes _names = services.GetRequiredService<MessageTypes>();
    private readonly MessageReader _reader = services.GetRequiredService<MessageReader>();

    /// <summary>Reads a body. If it cannot be read, <paramref name="instead" /> is the result of the message.</summary>
    public bool TryRead(ReceivedMessage message, out TypedBody body, [NotNullWhen(false)] out HandlerResult? instead)
    {
        (body, instead) = (default, null);
        if (TypeOf(message) is not { } type)
        {
            instead = Unknown(message);
            return false;
        }

        var (value, problem) = _reader.Read(message.Message, type);
        if (value is null)
            instead = HandlerResult.Reject(problem!);
        else
            body = new TypedBody(type, value);
        return value is not null;
    }

    /// <summary>Finds errors in the types of the consumer, one sentence for each.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var same in expected.GroupBy(_names.NameOf).Where(same => same.Count() > 1))
            yield return $"{string.Join(" and ", same)} have the same message type '{same.Key}'. Give each a name of its own.";
        foreach (var type in expected.Where(type => !_reader.CanRead(type)))
            yield return $"no serializer takes {type}. Add it to the JsonSerializerContext, or add a serializer by AddMessageSerializer.";
    }

    /// <summary>Finds the type that a message names. One without a name is of the only type that the consumer expects.</summary>
    private Type? TypeOf(ReceivedMessage message) => message.Properties.TryGetValue(MessageProperties.Type, out var name)
        ? expected.FirstOrDefault(type => _names.NameOf(type) == name)
        : expected.Count == 1 ? expected[0] : null;

    private HandlerResult Unknown(ReceivedMessage message)
    {
        if (unknown == UnknownTypes.Ignore)
        {
            ConsumerMetrics.Ignored.Add(1, ConsumerMetrics.Of(message.Group));
            return HandlerResult.Done;
        }

        var known = string.Join(", ", expected.Select(_names.NameOf));
        return HandlerResult.Reject(message.Properties.TryGetValue(MessageProperties.Type, out var name)
            ? $"No handler of {message.Group} takes message type '{name}'. It takes: {known}."
            : $"The message has no property '{MessageProperties.Type}', and {message.Group} takes several types: {known}.");
    }
}
