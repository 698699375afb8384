namespace Coordinator.Hosting.Http;

/// <summary>
/// Lifetime of a host that takes no signals: the node takes them by itself, from its first moment. The lifetime of .NET would cancel a
/// start midway, and give the signals back to the runtime before the node has ended.
/// </summary>
internal sealed class NodeLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
