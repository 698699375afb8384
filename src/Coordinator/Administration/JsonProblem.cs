using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Coordinator.Administration;

/// <summary>Tells in words of the caller what is wrong with a body. The framework's message names types of this program.</summary>
internal static partial class JsonProblem
{
    /// <param name="broken">Failure of the framework.</param>
    /// <param name="expected">Record that was to be read, of texts, flags, whole numbers and lists of whole numbers.</param>
    public static string Of(JsonException broken, Type expected)
    {
        var place = string.Create(
            CultureInfo.InvariantCulture, $"line {(broken.LineNumber ?? 0) + 1}, byte {(broken.BytePositionInLine ?? 0) + 1}");
        if (broken.InnerException is JsonException)
            return $"it is broken at {place}.";
        var properties = expected.GetProperties();
        var path = PathOfProperty().Match(broken.Path ?? string.Empty);
        var property = Array.Find(properties, each => each.Name.Equals(path.Groups["name"].Value, StringComparison.OrdinalIgnoreCase));
        return property is null
            ? $"it must be an object with {string.Join(", ", properties.Select(each => JsonNamingPolicy.CamelCase.ConvertName(each.Name)))}."
            : $"{path.Groups["name"].Value}{path.Groups["index"].Value} must be {KindOf(property, path.Groups["index"].Success)}, at {place}.";
    }

    private static string KindOf(PropertyInfo property, bool isItem)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(string) ? "a text"
            : type == typeof(bool) ? "true or false"
            : isItem || type == typeof(int) || type == typeof(long) ? "a whole number"
            : "a list of whole numbers";
    }

    [GeneratedRegex(@"^\$\.(?<name>\w+)(?<index>\[\d+\])?$")]
    private static partial Regex PathOfProperty();
}
