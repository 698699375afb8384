using Microsoft.Extensions.Logging;

namespace Coordinator.Contracts.Logging;

/// <summary>
/// Holds back warnings and errors that repeat an earlier one. The first of a kind has the stack trace of its exception, unless the
/// exception is an <see cref="ExpectedFailure" />; those that follow have the message of the exception.
/// </summary>
internal sealed class ThrottlingLogger(ILogger inner, string category, LogRepetitions repetitions) : ILogger
{
    IDisposable? ILogger.BeginScope<TState>(TState state) => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
            return;
        if (logLevel < LogLevel.Warning)
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        var kind = LogKind.Of(category, logLevel, state, exception);
        if (kind.CountsItself || repetitions.MayPass(kind, Write))
            WriteFirst();

        void WriteFirst()
        {
            // Whoever asks for details of a category gets every stack trace.
            if (exception is null || !ExpectedFailure.Is(exception) || inner.IsEnabled(LogLevel.Debug))
                inner.Log(logLevel, eventId, state, exception, formatter);
            else
                Write(others: 0);
        }

        void Write(long others)
        {
            var shortened = new RepeatedState(state, formatter(state, exception), exception, others);
            inner.Log(logLevel, eventId, shortened, null, (text, _) => text.ToString());
        }
    }
}
