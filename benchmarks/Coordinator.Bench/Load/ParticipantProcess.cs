using System.Diagnostics.CodeAnalysis;
using Coordinator.Bench.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Coordinator.Bench.Load;

/// <summary>
/// Runs a producer or consumer in this process: it connects, reports ready, waits for the window, works and reports.
/// </summary>
internal static class ParticipantProcess
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(500);

    /// <param name="configure">Adds the participant to the host.</param>
    /// <param name="progress">Builds a report of progress.</param>
    /// <param name="workAsync">Works until the benchmark orders an end, and returns the last report.</param>
    /// <param name="ct">Ends the process.</param>
    [SuppressMessage("Reliability", "CA2025", Justification = "The reports of progress end with the token.")]
    public static async Task<int> RunAsync(
        Action<IServiceCollection> configure,
        Func<Report> progress,
        Func<IServiceProvider, Window, Orders, CancellationToken, Task<Report>> workAsync,
        CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var orders = new Orders(ended);
        using var host = Build(configure);
        await host.StartAsync(ended.Token);
        new Report(ReportKind.Ready).Say();
        try
        {
            var window = await orders.NextAsync(ended.Token) is ["go", var from, var until]
                ? Window.Parse(from, until)
                : throw new BenchFailedException("The first order to a participant must be go.");
            using var working = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
            var reporting = ReportAsync(progress, working.Token);
            var result = await workAsync(host.Services, window, orders, ended.Token);
            await working.CancelAsync();
            await reporting;
            result.Say();
            await Task.Delay(Timeout.InfiniteTimeSpan, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }

        await host.StopAsync(CancellationToken.None);
        return 0;
    }

    private static IHost Build(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        configure(builder.Services);
        return builder.Build();
    }

    private static async Task ReportAsync(Func<Report> progress, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            progress().Say();
            await Task.Delay(ProgressInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
