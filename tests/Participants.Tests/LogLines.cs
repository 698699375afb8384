using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests;

/// <summary>Keeps logged lines.</summary>
internal sealed class LogLines : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public IEnumerable<string> Of(LogLevel level) => _lines.Where(line => line.Level == level).Select(line => line.Text);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, formatter(state, exception)));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
