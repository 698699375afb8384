namespace Coordinator.Contracts.Logging;

/// <summary>Exception whose text has no control characters except line breaks. It stands for another one in logs.</summary>
internal sealed class EscapedException : Exception
{
    private readonly Exception _original;
    private readonly string _text;

    private EscapedException(Exception original, string text)
        : base(LogText.Escape(original.Message), original.InnerException is { } inner ? Of(inner) : null)
    {
        _original = original;
        _text = text;
        HResult = original.HResult;
    }

    public override string? StackTrace => _original.StackTrace;

    /// <returns>The exception itself when its text is safe.</returns>
    public static Exception Of(Exception exception)
    {
        var text = exception.ToString();
        var escaped = LogText.EscapeLines(text);
        return escaped == text && IsSafe(exception) ? exception : new EscapedException(exception, escaped);
    }

    public override string ToString() => _text;

    // Some providers write the messages by themselves.
    private static bool IsSafe(Exception exception)
    {
        for (var each = exception; each is not null; each = each.InnerException)
        {
            if (!LogText.IsSafe(each.Message))
                return false;
        }

        return true;
    }
}
