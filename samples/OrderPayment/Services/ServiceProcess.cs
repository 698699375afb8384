using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrderPayment.Services;

/// <summary>
/// Runs one service in a process of its own until it is told to stop. Log lines go to standard error, the lines of the service to standard output.
/// </summary>
internal static class ServiceProcess
{
    public static async Task<int> RunAsync(
        ServiceSetup setup,
        ServiceArguments arguments,
        CancellationToken ct)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services
            .Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
                console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddSingleton(TimeProvider.System)
            .AddHostedService<ParentWatch>();
        setup(builder, arguments);
        using var host = builder.Build();
        await host.StartAsync(ct);
        ServiceOutput.SayReady();
        await host.WaitForShutdownAsync(ct);
        return 0;
    }
}
