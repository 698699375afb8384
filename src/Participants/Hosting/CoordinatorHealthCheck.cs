using Coordinator.Participants.Link;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Coordinator.Participants.Hosting;

/// <summary>
/// Healthy while there is a session with the coordinator. Otherwise it has the failure status of its registration, which should be <see
/// cref="HealthStatus.Degraded" /> for a service that goes on without one. Add it with <c>AddHealthChecks().AddCheck&lt;CoordinatorHealthCheck&gt;("coordinator")</c>.
/// </summary>
/// <param name="connection">The connection.</param>
public sealed class CoordinatorHealthCheck(ICoordinatorConnection connection) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(connection.IsConnected
            ? HealthCheckResult.Healthy($"There is a session with the coordinator since {connection.Since:u}.")
            : new HealthCheckResult(
                context.Registration.FailureStatus,
                $"There is no session with the coordinator since {connection.Since:u}: {connection.LastFailure}."));
    }
}
