using System.Collections;
using Akka.Event;

namespace Coordinator.Contracts.Logging;

/// <summary>Text, source and template of an entry in the log of an actor system.</summary>
internal sealed class SystemLogState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _text;
    private readonly KeyValuePair<string, object?>[] _values;

    public SystemLogState(LogEvent entry)
    {
        var isOwn = entry.LogClass?.Namespace?.StartsWith("Coordinator", StringComparison.Ordinal) is true;
        var message = isOwn ? TextOf(entry.Message) : FirstLine(TextOf(entry.Message));
        // An actor of Akka or a failed one is named by its path. Messages of this product say what they are about.
        _text = isOwn && entry.Cause is null ? message : $"{message} [{entry.LogSource}]";
        _values =
        [
            new("Source", entry.LogSource),
            new("{OriginalFormat}", entry.Message is LogMessage template ? template.Format : message),
        ];
    }

    public int Count => _values.Length;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    public override string ToString() => _text;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Cuts a text of Akka before the stack trace that some of them have.</summary>
    private static string FirstLine(string text) =>
        text.IndexOfAny(['\r', '\n']) is var end and >= 0 ? $"{text[..end]}..." : text;

    private static string TextOf(object message)
    {
        try
        {
            return message.ToString() ?? "";
        }
#pragma warning disable CA1031 // A template that does not fit its values must not end the logger.
        catch (Exception unreadable)
#pragma warning restore CA1031
        {
            return message is LogMessage template ? template.Format : unreadable.Message;
        }
    }
}
