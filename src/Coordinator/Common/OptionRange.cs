using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Coordinator.Contracts.Common;

namespace Coordinator.Common;

/// <summary>Range of an option. Writes the errors about it in one form.</summary>
internal sealed record OptionRange(PropertyInfo Property, string Min, string Max)
{
    /// <summary>Range of a property; <c>null</c> when every value of its type is allowed.</summary>
    public static OptionRange? Of(PropertyInfo property) => property.GetCustomAttribute<OptionRangeAttribute>() is { } range
        ? new OptionRange(property, range.Min, range.Max)
        : null;

    /// <summary>Errors about all properties of an options object that are out of range, one sentence each, key first.</summary>
    public static IEnumerable<string> Problems(object options) => options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(Of).OfType<OptionRange>()
        .Select(range => range.Problem(options)).OfType<string>();

    /// <summary>Error about a value that must be at least that of another option.</summary>
    public static string AtLeast(string key, object value, string otherKey, object least) =>
        $"{key} must be at least {otherKey} ({OptionText.Of(least)}), but is {OptionText.Of(value)}.";

    public override string ToString() => $"{Min} to {Max}";

    private string? Problem(object options)
    {
        var value = (IComparable)Property.GetValue(options)!;
        return value.CompareTo(Parse(Min)) < 0 || value.CompareTo(Parse(Max)) > 0
            ? AllowedRange.Sentence(JsonNamingPolicy.CamelCase.ConvertName(Property.Name), Min, Max, OptionText.Of(value))
            : null;
    }

    private object Parse(string text)
    {
        if (Property.PropertyType == typeof(TimeSpan) && Duration.TryParse(text, out var duration))
            return duration;
        if (Property.PropertyType == typeof(long) && ByteSize.TryParse(text, out var bytes))
            return bytes;
        return int.Parse(text, CultureInfo.InvariantCulture);
    }
}
