using Microsoft.Extensions.Logging;

namespace Coordinator.Contracts.Logging;

/// <summary>Escapes control characters in messages, values, scopes and exceptions.</summary>
internal sealed class EscapingLogger(ILogger inner) : ILogger
{
    IDisposable? ILogger.BeginScope<TState>(TState state) =>
        EscapedState.Of(state) is { } escaped ? inner.BeginScope(escaped) : inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
            return;
        var message = LogText.Escape(formatter(state, exception));
        var shown = exception is null ? null : EscapedException.Of(exception);
        if (EscapedState.Of(state) is { } escaped)
            inner.Log(logLevel, eventId, escaped, shown, (_, _) => message);
        else
            inner.Log(logLevel, eventId, state, shown, (_, _) => message);
    }
}
