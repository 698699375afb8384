using System.Text;
using Coordinator.Contracts.Common;

namespace Coordinator.Contracts.Messages;

/// <summary>
/// Limits of messages and transactions. They are checked before sending, because remoting drops a frame over its limit silently.
/// </summary>
public static class MessageLimits
{
    /// <summary>Most messages of one transaction.</summary>
    public const int MaxMessages = 128;

    /// <summary>Most bytes of all messages of one transaction together: 4 MiB.</summary>
    public const int MaxTransactionBytes = 4 * 1024 * 1024;

    /// <summary>Most characters of a key, an ordering key, a tag or the name of a property.</summary>
    public const int MaxLabelLength = 256;

    /// <summary>Most properties of one message.</summary>
    public const int MaxProperties = 64;

    /// <summary>Longest delay of a message: 40 days.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(40);

    /// <summary>Returns the bytes that count against <see cref="MaxTransactionBytes" />: body, labels and properties as UTF-8.</summary>
    public static long SizeOf(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        long size = message.Body.Length + Utf8(message.Topic.Value);
        size += Utf8(message.Key) + Utf8(message.OrderingKey) + Utf8(message.Tag);
        foreach (var (name, value) in message.Properties)
            size += Utf8(name) + Utf8(value);
        return size;
    }

    /// <summary>Describes the first wrong value for the author of the messages. <c>null</c>: all values are valid.</summary>
    internal static string? Problem(IReadOnlyCollection<Message> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count is 0 or > MaxMessages)
            return $"a transaction must have between 1 and {MaxMessages} messages, but has {messages.Count}.";
        long total = 0;
        foreach (var message in messages)
        {
            if (Problem(message) is { } problem)
                return problem;
            total += SizeOf(message);
        }

        return total <= MaxTransactionBytes
            ? null
            : $"the messages of a transaction have {total} bytes; at most {MaxTransactionBytes} are allowed.";
    }

    private static string? Problem(Message? message) => message is null
        ? "a message of the transaction is null."
        : (message.Topic == default ? "topic must be set." : null)
        ?? LabelProblem("key", message.Key)
        ?? LabelProblem("ordering key", message.OrderingKey)
        ?? LabelProblem("tag", message.Tag)
        ?? ((IReadOnlyDictionary<string, string>?)message.Properties is null ? "properties must not be null; leave them out instead." : null)
        ?? (message.Properties!.Count > MaxProperties
            ? $"a message has {message.Properties.Count} properties; at most {MaxProperties} are allowed."
            : null)
        ?? message.Properties.Keys.Select(name => LabelProblem("property name", name))
            .FirstOrDefault(problem => problem is not null)
        ?? message.Properties.Select(property => ValueProblem(property.Key, property.Value))
            .FirstOrDefault(problem => problem is not null)
        ?? AllowedRange.Problem("delay", message.Delay, TimeSpan.Zero, MaxDelay);

    /// <summary>Describes what is wrong with a key, a tag or a name. <c>null</c>: nothing, or there is none.</summary>
    internal static string? LabelProblem(string what, string? value) => value switch
    {
        null => null,
        "" => $"{what} must not be empty; leave it out instead.",
        { Length: > MaxLabelLength } =>
            $"{what} '{value[..32]}...' has {value.Length} characters; at most {MaxLabelLength} are allowed.",
        _ => WellFormedText.Problem(what, value),
    };

    private static string? ValueProblem(string name, string? value) => value is null
        ? $"the value of property '{name}' must not be null; leave the property out instead."
        : WellFormedText.Problem($"the value of property '{name}'", value);

    private static int Utf8(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
