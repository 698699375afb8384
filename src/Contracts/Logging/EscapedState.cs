using System.Collections;

namespace Coordinator.Contracts.Logging;

/// <summary>Values of a log entry or a scope, without control characters.</summary>
internal sealed class EscapedState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _text;
    private readonly KeyValuePair<string, object?>[] _values;

    private EscapedState(string text, KeyValuePair<string, object?>[] values) => (_text, _values) = (text, values);

    public int Count => _values.Length;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    /// <returns><c>null</c> when nothing in the state needs to be escaped.</returns>
    public static EscapedState? Of(object? state)
    {
        if (state is null)
            return null;
        var text = state.ToString() ?? string.Empty;
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? pairs.ToArray() : [];
        var escaped = Array.ConvertAll(values, pair => KeyValuePair.Create(LogText.Escape(pair.Key), Escape(pair.Value)));
        return LogText.IsSafe(text) && values.AsSpan().SequenceEqual(escaped) ? null : new EscapedState(LogText.Escape(text), escaped);
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    public override string ToString() => _text;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // A provider may write any object as text. One whose text is safe stays what it is, for providers that know its type.
    private static object? Escape(object? value) =>
        value?.ToString() is { } text && !LogText.IsSafe(text) ? LogText.Escape(text) : value;
}
