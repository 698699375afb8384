using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Log of a service: the lines that it would write, with their category and stack trace.</summary>
internal sealed class ServiceLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> All => _lines;

    public ILogger CreateLogger(string categoryName) => new Category(_lines, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(ConcurrentQueue<string> lines, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                lines.Enqueue($"{name} {logLevel}: {formatter(state, exception)} {exception}");
        }
    }
}
