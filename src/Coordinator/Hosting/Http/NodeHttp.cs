using Coordinator.Hosting.Http.Access;
using Coordinator.Hosting.Logging;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Http;

/// <summary>HTTP server of a node, while it waits for its database and while it runs.</summary>
internal static class NodeHttp
{
    public static WebApplicationBuilder CreateBuilder(HttpOptions options, IConfiguration configuration)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Coordinator" });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrel(HttpLimits.Apply).UseUrls($"http://{HostOf(options.Host)}:{options.Port}");
        builder.Logging.AddNodeLogging(configuration);
        builder.Services.AddRouting();
        builder.Services.AddAccess(options);
        return builder;
    }

    /// <summary>Adds everything that a request passes before its endpoint.</summary>
    public static void UseNodeHttp(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler(failed => failed.Run(http => Results.Problem(
            $"The node could not answer request {http.TraceIdentifier}. Its log has the reason.",
            statusCode: StatusCodes.Status500InternalServerError).ExecuteAsync(http)));
        app.UseRouting();
        app.UseRequestRules();
    }

    private static void AddAccess(this IServiceCollection services, HttpOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<HostRule>();
    }

    private static string HostOf(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
