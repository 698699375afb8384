using OrderPayment.Processes;
using OrderPayment.Services;

namespace OrderPayment.Story;

/// <summary>Runs the three services over all their lives. They end when this object is disposed.</summary>
internal sealed class Cast : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<LogFile> _logs = [];
    private readonly List<Task> _running = [];
    private readonly List<ServiceLives> _services = [];
    private readonly Workspace _workspace;
    private readonly string _coordinator;
    private readonly IStoryScreen _screen;

    public Cast(Workspace workspace, string coordinator, IStoryScreen screen) =>
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
        foreach (var log in _logs)
            log.Dispose();
        _stop.Dispose();
    }

    private ServiceLives Start(string name, string database, IReadOnlyList<StopPoint> stops)
    {
        var log = _workspace.Log(name);
        var service = new ServiceLives(name, stop => Command(name, database, stop), stops, log, _screen);
        _logs.Add(log);
        _services.Add(service);
        _running.Add(service.RunAsync(_stop.Token));
        return service;
    }

    private ChildCommand Command(string name, string database, StopPoint? stop)
    {
        string[] arguments = [$"{name}-service", "--coordinator", _coordinator, "--database", database];
        return ChildCommand.Self(stop is null ? arguments : [.. arguments, "--stop-at", stop.ToString()]);
    }
}
