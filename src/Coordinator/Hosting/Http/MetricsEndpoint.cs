using Coordinator.Common;
using Coordinator.Hosting.Http.Access;
using Coordinator.Hosting.Options;
using OpenTelemetry.Metrics;

namespace Coordinator.Hosting.Http;

/// <summary>Serves the metrics to Prometheus. Metrics are only collected when the options enable this endpoint.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void AddMetrics(this IServiceCollection services, HttpOptions options)
    {
        if (options.Metrics)
        {
            services.AddOpenTelemetry().WithMetrics(metrics => metrics
                .AddMeter(CoordinatorMeter.Name, "System.Runtime", "Npgsql")
                .AddPrometheusExporter());
        }
    }

    public static void MapMetrics(this IEndpointRouteBuilder endpoints, HttpOptions options)
    {
        if (options.Metrics)
            endpoints.MapPrometheusScrapingEndpoint(Path).RequireAuthorization(HttpAccess.Metrics);
    }
}
