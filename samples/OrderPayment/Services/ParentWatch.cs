using Microsoft.Extensions.Hosting;

namespace OrderPayment.Services;

/// <summary>Stops this process when its standard input ends: its parent asked for it, or has ended.</summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StandardInput.EndAsync(stoppingToken);
        lifetime.StopApplication();
    }
}
