using Microsoft.Extensions.Hosting;

namespace Coordinator.Testing;

/// <summary>Hosts that a test has started. Disposing of this object stops them, the last one first.</summary>
public sealed class RunningHosts : IAsyncDisposable
{
    private readonly Stack<IHost> _hosts = new();

    private RunningHosts()
    {
    }

    /// <summary>Starts hosts one after the other.</summary>
    public static async Task<RunningHosts> StartAsync(IEnumerable<IHost> hosts, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        var running = new RunningHosts();
        try
        {
            foreach (var host in hosts)
            {
                running._hosts.Push(host);
                await host.StartAsync(ct);
            }

            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the hosts.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_hosts.TryPop(out var host))
        {
            await host.StopAsync();
            if (host is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
            else
                host.Dispose();
        }
    }
}
