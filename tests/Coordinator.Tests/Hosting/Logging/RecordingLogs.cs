using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Coordinator.Tests.Hosting.Logging;

/// <summary>Log provider that keeps what it is given.</summary>
internal sealed class RecordingLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();
    private readonly ConcurrentQueue<string> _scopes = new();

    public IReadOnlyCollection<LogEntry> Entries => _entries;

    /// <summary>Scopes that were opened: their pairs, or their text.</summary>
    public IEnumerable<string> Scopes => _scopes;

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    internal sealed record LogEntry(
        string Category, LogLevel Level, string Message, IReadOnlyDictionary<string, object?> Values, Exception? Exception);

    private sealed class Recorder(RecordingLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            logs._scopes.Enqueue(state is IEnumerable<KeyValuePair<string, object?>> pairs && pairs.Any()
                ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"))
                : state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs._entries.Enqueue(new LogEntry(
                category,
                logLevel,
                formatter(state, exception),
                (state as IEnumerable<KeyValuePair<string, object?>> ?? []).DistinctBy(pair => pair.Key).ToDictionary(),
                exception));
    }
}
