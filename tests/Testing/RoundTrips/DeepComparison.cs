using System.Collections;
using System.Reflection;

namespace Coordinator.Testing.RoundTrips;

/// <summary>Compares two objects property by property and names the first difference.</summary>
public static class DeepComparison
{
    /// <returns>Path and values of the first difference; <c>null</c> when there is none.</returns>
    public static string? DifferenceOf(object? expected, object? actual) => DifferenceOf(expected, actual, "");

    private static string? DifferenceOf(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null || IsSimple(expected.GetType()))
            return Equals(expected, actual) ? null : $"{path}: expected {expected ?? "null"}, but is {actual ?? "null"}";
        if (expected is ReadOnlyMemory<byte> bytes)
            return actual is ReadOnlyMemory<byte> others && bytes.Span.SequenceEqual(others.Span) ? null : $"{path}: other bytes";
        if (expected is IEnumerable items)
            return actual is IEnumerable otherItems ? DifferenceOf(Ordered(items), Ordered(otherItems), path) : $"{path}: no collection";
        if (expected.GetType() != actual.GetType())
            return $"{path}: expected {expected.GetType().Name}, but is {actual.GetType().Name}";
        return PropertiesOf(expected.GetType())
            .Select(property => DifferenceOf(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}"))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? DifferenceOf(List<object?> expected, List<object?> actual, string path) => expected.Count != actual.Count
        ? $"{path}: expected {expected.Count} items, but there are {actual.Count}"
        : expected.Select((item, i) => DifferenceOf(item, actual[i], $"{path}[{i}]")).FirstOrDefault(difference => difference is not null);

    // The order of a dictionary has no meaning.
    private static List<object?> Ordered(IEnumerable items) => items is IDictionary
        ? [.. items.Cast<object?>().OrderBy(item => item!.ToString(), StringComparer.Ordinal)]
        : [.. items.Cast<object?>()];

    private static bool IsSimple(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(DateTimeOffset)
        // The type of a collection expression has no namespace.
        || type.Namespace?.StartsWith("Akka", StringComparison.Ordinal) is true;

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract");
}
