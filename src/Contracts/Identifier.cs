using System.Buffers;

namespace Coordinator.Contracts;

/// <summary>Checks names and ids. Each has a bounded length and consists of ASCII letters, digits and <c>. _ : -</c>.</summary>
internal static class Identifier
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    public static string Require(string? value, string what, int maxLength) =>
        Problem(value, what, maxLength) is { } problem ? throw new ArgumentException(problem, nameof(value)) : value!;

    public static string? Problem(string? value, string what, int maxLength)
    {
        if (string.IsNullOrEmpty(value))
            return $"{what} must not be empty.";
        if (value.Length > maxLength)
            return $"{what} '{value[..32]}...' has {value.Length} characters; at most {maxLength} are allowed.";
        var offending = value.AsSpan().IndexOfAnyExcept(Allowed);
        return offending < 0
            ? null
            : $"{what} '{value}' has '{value[offending]}' at position {offending}; allowed are ASCII letters, digits and . _ : -";
    }
}
