using System.Globalization;
using Coordinator.Common;

namespace Coordinator.Hosting.Options;

/// <summary>Values of options as text.</summary>
internal static class OptionValue
{
    private static readonly Dictionary<Type, (Func<string, object?> Read, string Allowed)> Readers = new()
    {
        [typeof(string)] = (text => text, "text"),
        [typeof(int)] = (text => Whole(text) is { } n and >= int.MinValue and <= int.MaxValue ? (int)n : null, "a whole number"),
        [typeof(long)] = (text => ByteSize.TryParse(text, out var bytes) ? bytes : null, ByteSize.Allowed),
        [typeof(bool)] = (text => bool.TryParse(text, out var flag) ? flag : null, "true or false"),
        [typeof(TimeSpan)] = (text => Duration.TryParse(text, out var duration) ? duration : null, Duration.Allowed),
        [typeof(IReadOnlyList<string>)] = (text => Items(text), "a list, separated by commas"),
        [typeof(Dictionary<string, int>)] = (text => Numbers(text), "a list like name=8,other=16"),
        [typeof(Dictionary<string, TimeSpan>)] = (text => Durations(text), "a list like name=30d,other=12h"),
    };

    public static bool CanRead(Type type) => type.IsEnum || Readers.ContainsKey(type);

    /// <summary>Sets <paramref name="key" />, or returns the error.</summary>
    public static string? Set(OptionKey key, string text)
    {
        var type = key.Property.PropertyType;
        var (read, allowed) = type.IsEnum ? Names(type) : Readers[type];
        if (read(text) is not { } value)
            return $"{key.Name} must be {allowed}, but is '{text}'.";
        key.Value = value;
        return null;
    }

    // Names only: Enum.TryParse would take any number.
    private static (Func<string, object?> Read, string Allowed) Names(Type type) => (
        text => Array.Find(Enum.GetNames(type), name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse(type, known)
            : null,
        string.Join(" or ", Enum.GetNames(type)));

    private static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Items(string text) =>
        text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Dictionary<string, int>? Numbers(string text) =>
        Named<int>(text, digits => int.TryParse(digits, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null);

    private static Dictionary<string, TimeSpan>? Durations(string text) =>
        Named<TimeSpan>(text, written => Duration.TryParse(written, out var duration) ? duration : null);

    private static Dictionary<string, T>? Named<T>(string text, Func<string, T?> read)
        where T : struct
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in Items(text))
        {
            if (item.Split('=') is not [var name, var written] || read(written) is not { } value)
                return null;
            values[name] = value;
        }

        return values;
    }
}
