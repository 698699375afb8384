using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Contracts.Logging;

/// <summary>Kind of a log entry: entries of one kind have one cause, and repeat each other.</summary>
/// <param name="Category">Category of the logger.</param>
/// <param name="Level">Level of the entry.</param>
/// <param name="Template">Message without its values.</param>
/// <param name="Failure">Type of the exception; one for all failures of networks and databases. <c>null</c> without an exception.</param>
internal sealed partial record LogKind(string Category, LogLevel Level, string Template, Type? Failure)
{
    /// <summary>Placeholder of a line that has a throttle of its own, for the number of lines that it leaves out.</summary>
    private const string Counted = "{Others}";

    private const string TemplateKey = "{OriginalFormat}";

    /// <summary>Characters of a text that tell its kind. A peer decides how long a text is, and the search for values backtracks.</summary>
    private const int MaxLength = 512;

    /// <summary>True for a line that is throttled where it is made, by a cause that its template does not show.</summary>
    public bool CountsItself => Template.Contains(Counted, StringComparison.Ordinal);

    public static LogKind Of<TState>(string category, LogLevel level, TState state, Exception? failure) =>
        new(category, level, TemplateOf(state), TypeOf(failure));

    /// <summary>Kind for all entries of a category, for when there are too many kinds to tell apart.</summary>
    public LogKind WithoutTemplate() => this with { Template = "", Failure = null };

    // A database that goes away shows as many types one after the other: a broken stream, a refused connection, an open circuit breaker.
    private static Type? TypeOf(Exception? failure) =>
        failure is not null && ExpectedFailure.Is(failure) ? typeof(ExpectedFailure) : failure?.GetType();

    private static string TemplateOf<TState>(TState state)
    {
        // The template is the last pair by convention.
        if (state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } list && list[^1] is { Key: TemplateKey, Value: string last })
            return WithoutValues(last);
        if (state is IEnumerable<KeyValuePair<string, object?>> pairs)
        {
            foreach (var (key, value) in pairs)
            {
                if (key == TemplateKey && value is string template)
                    return WithoutValues(template);
            }
        }

        return WithoutValues(state?.ToString() ?? "");
    }

    // A text that was put together before it was logged has its values in it: numbers, addresses in brackets, names in quotes.
    private static string WithoutValues(string text)
    {
        var start = text.Length > MaxLength ? text[..MaxLength] : text;
        return start.Contains('{', StringComparison.Ordinal) ? start : Values().Replace(start, "*");
    }

    [GeneratedRegex(@"\[[^\]]*\]|'[^']*'|\S*[0-9]\S*", RegexOptions.CultureInvariant)]
    private static partial Regex Values();
}
