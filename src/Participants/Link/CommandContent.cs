using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Link;

/// <summary>Compares the content of two commands of one id and kind.</summary>
internal static class CommandContent
{
    public static bool Same(ITransactionCommand one, ITransactionCommand other) =>
        one.Group == other.Group && (one, other) switch
        {
            (IMessageCommand first, IMessageCommand second) => one.Kind == other.Kind && Same(first.Messages, second.Messages),
            _ => one.Kind == other.Kind,
        };

    private static bool Same(IReadOnlyList<Message> one, IReadOnlyList<Message> other)
    {
        if (ReferenceEquals(one, other))
            return true;
        if (one.Count != other.Count)
            return false;
        for (var i = 0; i < one.Count; i++)
        {
            if (!Same(one[i], other[i]))
                return false;
        }

        return true;
    }

    private static bool Same(Message one, Message other) =>
        (one.Topic, one.Key, one.OrderingKey, one.Tag, one.Delay)
            == (other.Topic, other.Key, other.OrderingKey, other.Tag, other.Delay)
        && one.Body.Span.SequenceEqual(other.Body.Span)
        && one.Properties.Count == other.Properties.Count
        && one.Properties.All(property => other.Properties.TryGetValue(property.Key, out var value) && value == property.Value);
}
