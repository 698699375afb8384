using Coordinator.Common;
using Coordinator.Hosting.Options;
using OpenTelemetry.Metrics;

namespace Coordinator.Hosting.Http;

/// <summary>What the meters count, for Prometheus to fetch. Nobody listens to them unless the options ask for it.</summary>
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
            endpoints.MapPrometheusScrapingEndpoint(Path);
    }
}
