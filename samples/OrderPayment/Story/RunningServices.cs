using System.Diagnostics;
using Coordinator.Harness.Processes;
using OrderPayment.Services;

namespace OrderPayment.Story;

/// <summary>The three services of the sample. They stop when this is disposed of.</summary>
internal sealed class RunningServices : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly List<ServiceLives> _services = [];
    private readonly Workspace _workspace;
    private readonly string _coordinator;
    private readonly IStoryScreen _screen;

    public RunningServices(Workspace workspace, string coordinator, IStoryScreen screen) =>
        (_workspace, _coordinator, _screen) = (workspace, coordinator, screen);

    public IReadOnlyList<Kill> Kills => [.. _services.SelectMany(service => service.Kills)];

    /// <summary>Starts the consumers, and then the order service.</summary>
    public async Task StartAsync(KillPlan plan, CancellationToken ct)
    {
        var shipping = Start("shipping", _workspace.Shipping, plan.Shipping);
        var points = Start("points", _workspace.Points, plan.Points);
        await Task.WhenAll(shipping.Ready, points.Ready).WaitAsync(ct);
        _screen.Say("the shipping and points services are connected; the order service starts to pay");
        await Start("order", _workspace.Orders, plan.OrderService).Ready.WaitAsync(ct);
    }

    /// <summary>Throws the failure of a service, if one failed.</summary>
    public Task ThrowIfFailedAsync() => _running.FirstOrDefault(service => service.IsCompleted) ?? Task.CompletedTask;

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private ServiceLives Start(string name, string database, IReadOnlyList<StopPoint> stops)
    {
        var service = new ServiceLives(name, stop => Command(name, database, stop), stops, _workspace.Log(name), _screen);
        _services.Add(service);
        _running.Add(service.RunAsync(_stop.Token));
        return service;
    }

    private ProcessStartInfo Command(string name, string database, StopPoint? stop)
    {
        string[] arguments = [$"{name}-service", "--coordinator", _coordinator, "--database", database];
        return DotNet.Run(typeof(RunningServices).Assembly.Location, stop is null ? arguments : [.. arguments, "--stop-at", stop.ToString()]);
    }
}
