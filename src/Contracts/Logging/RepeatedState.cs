using System.Collections;
using System.Globalization;

namespace Coordinator.Contracts.Logging;

/// <summary>Values of a log entry whose exception is in its text, with the number of entries that it stands for.</summary>
internal sealed class RepeatedState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _text;
    private readonly KeyValuePair<string, object?>[] _values;

    /// <param name="state">State of the entry.</param>
    /// <param name="text">Text of the entry.</param>
    /// <param name="failure">Exception of the entry, if any.</param>
    /// <param name="others">Entries of the same kind that were held back.</param>
    public RepeatedState(object? state, string text, Exception? failure, long others)
    {
        var cause = failure is null ? null : ExpectedFailure.Describe(failure);
        _text = string.Create(
            CultureInfo.InvariantCulture,
            $"{text}{(cause is null ? "" : $" Cause: {cause}")}{(others == 0 ? "" : $" ({others} more of this kind in the last 10 s)")}");
        var values = new List<KeyValuePair<string, object?>>();
        if (cause is not null)
            values.Add(new("Cause", cause));
        if (others > 0)
            values.Add(new("Others", others));
        if (state is IEnumerable<KeyValuePair<string, object?>> pairs)
            values.AddRange(pairs);
        _values = [.. values];
    }

    public int Count => _values.Length;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    public override string ToString() => _text;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
