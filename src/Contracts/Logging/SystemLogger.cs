using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Coordinator.Contracts.Logging;

/// <summary>
/// Writes the log of an actor system to the log of its process, under categories of this product. Akka's own logger has one category for
/// everything, so nobody could choose levels, and one template, so no throttle could tell causes apart.
/// </summary>
internal abstract class SystemLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly ILoggerFactory _factory = Context.System.Settings.Setup.Get<SystemLoggerSetup>().Value.Loggers;
    private readonly Dictionary<string, ILogger> _loggers = [];

    protected SystemLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(Write);
    }

    /// <summary>Category of an entry; <c>null</c> when the entry is omitted.</summary>
    protected abstract string? CategoryOf(LogEvent entry);

    /// <summary>True for an entry of a namespace, or of one below it.</summary>
    protected static bool IsOf(LogEvent entry, string @namespace) =>
        entry.LogClass?.FullName?.StartsWith($"{@namespace}.", StringComparison.Ordinal) is true;

    /// <summary>True for an entry of remoting, whose main part logs under a name.</summary>
    protected static bool IsOfRemoting(LogEvent entry) =>
        IsOf(entry, "Akka.Remote") || entry.LogSource?.StartsWith("remoting", StringComparison.OrdinalIgnoreCase) is true;

    private void Write(LogEvent entry)
    {
        if (CategoryOf(entry) is not { } category)
            return;
        if (!_loggers.TryGetValue(category, out var logger))
            _loggers[category] = logger = _factory.CreateLogger(category);
        var state = new SystemLogState(entry);
        logger.Log(LevelOf(entry), default, state, entry.Cause, (text, _) => text.ToString());
    }

    private static LogLevel LevelOf(LogEvent entry) => entry.LogLevel() switch
    {
        Akka.Event.LogLevel.DebugLevel => LogLevel.Debug,
        Akka.Event.LogLevel.InfoLevel => LogLevel.Information,
        Akka.Event.LogLevel.WarningLevel => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
