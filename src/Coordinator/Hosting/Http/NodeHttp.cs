using Coordinator.Hosting.Http.Access;
using Coordinator.Hosting.Logging;
using Coordinator.Hosting.Options;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NodeLifetime>());
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
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static void AddAccess(this IServiceCollection services, HttpOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<HostRule>();
        services.AddSingleton<HttpAccess>();
        services.AddSingleton<TokenFile>();
        services.AddSingleton<WrongTokens>();
        // AddAuthentication would also add data protection, which writes keys to the home directory at the start.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.AddScheme<TokenHandler>(TokenHandler.SchemeName, displayName: null);
            authentication.DefaultScheme = TokenHandler.SchemeName;
        });
        services.AddTransient<TokenHandler>();
        services.AddWebEncoders();
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<HttpAccess>((policies, access) =>
        {
            policies.FallbackPolicy = Policy(access.MayAdminister);
            policies.AddPolicy(HttpAccess.Metrics, Policy(access.MayReadMetrics));
        });
    }

    private static AuthorizationPolicy Policy(Func<HttpContext, bool> allows) => new AuthorizationPolicyBuilder()
        .RequireAssertion(context => context.Resource is HttpContext http && allows(http))
        .Build();

    private static string HostOf(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
