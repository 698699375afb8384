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
        builder.WebHost.UseKestrel().UseUrls($"http://{HostOf(options.Host)}:{options.Port}");
        builder.Logging.AddNodeLogging(configuration);
        builder.Services.AddRouting();
        return builder;
    }

    private static string HostOf(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
