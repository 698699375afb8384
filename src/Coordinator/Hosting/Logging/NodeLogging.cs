using Coordinator.Contracts.Logging;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Coordinator.Hosting.Logging;

/// <summary>Configures logs: one line each, on standard error. Standard output is for the process that started the node.</summary>
internal static class NodeLogging
{
    private const string TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static void AddNodeLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        // One line for each connection beyond the limit: whoever floods the port must not flood the log.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddFormats();
        // Reads the configuration after the defaults above. AddSimpleConsole would set its formatter after the configuration is read.
        logging.AddConsole();
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSafeguards();
    }

    /// <summary>Creates the services of logs for what happens before the node has its own, and beside them.</summary>
    public static ServiceProvider CreateServices(IConfiguration configuration) =>
        new ServiceCollection().AddLogging(logging => logging.AddNodeLogging(configuration)).BuildServiceProvider();

    /// <summary>Sets the defaults of the formats. The configuration of .NET chooses one, and may change it.</summary>
    private static void AddFormats(this ILoggingBuilder logging)
    {
        // Without a name the console would overwrite the options of its formatter.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = ConsoleFormatterNames.Simple);
        logging.Services.Configure<SimpleConsoleFormatterOptions>(simple =>
        {
            simple.SingleLine = true;
            simple.ColorBehavior = LoggerColorBehavior.Disabled;
            simple.TimestampFormat = TimestampFormat + " ";
            simple.UseUtcTimestamp = true;
        });
        logging.Services.Configure<JsonConsoleFormatterOptions>(json =>
        {
            json.TimestampFormat = TimestampFormat;
            json.UseUtcTimestamp = true;
        });
    }

    /// <summary>Escapes control characters and throttles repeated lines, for all providers.</summary>
    private static void AddSafeguards(this ILoggingBuilder logging) =>
        logging.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(services => new ThrottlingLoggerFactory(
            new EscapingLoggerFactory(new LoggerFactory(
                services.GetServices<ILoggerProvider>(),
                services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
                services.GetRequiredService<IOptions<LoggerFactoryOptions>>(),
                services.GetService<IExternalScopeProvider>())),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            owns: true)));
}
