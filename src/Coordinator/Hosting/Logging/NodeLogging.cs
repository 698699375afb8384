using Coordinator.Contracts.Logging;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Coordinator.Hosting.Logging;

/// <summary>Configures logs: one line each, on standard error. Standard output is for the process that started the node.</summary>
internal static class NodeLogging
{
    public static void AddNodeLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        // One line for each connection beyond the limit: whoever floods the port must not flood the log.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddEscaping();
    }

    /// <summary>Creates the services of logs for what happens before the node has its own, and beside them.</summary>
    public static ServiceProvider CreateServices(IConfiguration configuration) =>
        new ServiceCollection().AddLogging(logging => logging.AddNodeLogging(configuration)).BuildServiceProvider();

    /// <summary>Escapes control characters for all providers.</summary>
    public static void AddEscaping(this ILoggingBuilder logging) =>
        logging.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(services => new EscapingLoggerFactory(new LoggerFactory(
            services.GetServices<ILoggerProvider>(),
            services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
            services.GetRequiredService<IOptions<LoggerFactoryOptions>>(),
            services.GetService<IExternalScopeProvider>()))));
}
