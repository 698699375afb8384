using Coordinator.Contracts.Logging;
using Coordinator.Hosting.Options;
using Microsoft.Extensions.Logging.Console;

namespace Coordinator.Hosting.Logging;

/// <summary>
/// Last line of a process that ends with an error. It is plain text for people, and an entry of the log where another formatter is set,
/// so that a program can read every line.
/// </summary>
internal sealed partial class EndLog(TextWriter errors)
{
    private IConfiguration? _configuration;

    /// <summary>Takes the settings of logs, once they are read.</summary>
    public void Use(IConfiguration configuration) => _configuration = configuration;

    public Task WriteAsync(StartProblem problem) => WriteAsync(problem.Message, cause: null);

    public Task WriteAsync(Exception unexpected) =>
        WriteAsync($"The coordinator failed by an error that it does not expect: {LogText.Escape(unexpected.Message)}", unexpected);

    private async Task WriteAsync(string message, Exception? cause)
    {
        if (_configuration?["Logging:Console:FormatterName"] is { } name && name != ConsoleFormatterNames.Simple)
        {
            // Disposal waits until the line is written.
            await using var services = NodeLogging.CreateServices(_configuration);
            LogEnd(services.GetRequiredService<ILoggerFactory>().CreateLogger("Coordinator.End"), message, cause);
            return;
        }

        if (cause is not null)
            await errors.WriteLineAsync(LogText.EscapeLines(cause.ToString()));
        await errors.WriteLineAsync(message);
    }

    [LoggerMessage(1, LogLevel.Critical, "{Problem}")]
    private static partial void LogEnd(ILogger logger, string problem, Exception? cause);
}
