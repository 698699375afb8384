using System.Globalization;

namespace Coordinator.Hosting.Options;

/// <summary>Values of options as text.</summary>
internal static class OptionValue
{
    private static readonly Dictionary<Type, (Func<string, object?> Read, string Allowed)> Readers = new()
    {
        [typeof(string)] = (text => text, "a text"),
        [typeof(int)] = (text => Whole(text) is { } n and >= int.MinValue and <= int.MaxValue ? (int)n : null, "a whole number"),
        [typeof(long)] = (text => Whole(text), "a whole number"),
        [typeof(bool)] = (text => bool.TryParse(text, out var flag) ? flag : null, "true or false"),
        [typeof(TimeSpan)] = (text => Duration.TryParse(text, out var duration) ? duration : null, Duration.Allowed),
        [typeof(IReadOnlyList<string>)] = (text => Items(text), "a list, separated by commas"),
        [typeof(Dictionary<string, int>)] = (text => Numbers(text), "a list like name=8,other=16"),
    };

    public static bool CanRead(Type type) => type.IsEnum || Readers.ContainsKey(type);

    /// <summary>Sets <paramref name="key" />, or says why not.</summary>
    public static string? Set(OptionKey key, string text)
    {
        var type = key.Property.PropertyType;
        var (read, allowed) = type.IsEnum ? Names(type) : Readers[type];
        if (read(text) is not { } value)
            return $"{key.Name} is '{text}'; allowed is {allowed}.";
        key.Value = value;
        return null;
    }

    public static string Write(object? value) => value switch
    {
        null => "none",
        TimeSpan duration => Duration.Write(duration),
        IReadOnlyList<string> texts => texts.Count == 0 ? "none" : string.Join(',', texts),
        bool flag => flag ? "true" : "false",
        System.Collections.ICollection { Count: 0 } => "none",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

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

    private static Dictionary<string, int>? Numbers(string text)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in Items(text))
        {
            if (item.Split('=') is not [var name, var digits]
                || !int.TryParse(digits, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
                return null;
            numbers[name] = number;
        }

        return numbers;
    }
}
