using Coordinator.Hosting.Http.Access;
using Microsoft.AspNetCore.Authorization;

namespace Coordinator.Hosting.Http;

/// <summary>Refuses requests by their headers, and adds those of every answer.</summary>
internal static class RequestRules
{
    /// <summary>Adds headers by which a browser runs, frames, caches and guesses nothing.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        // At the start of the answer, because a failure clears the headers that were set before.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(http);
    });

    /// <summary>Checks the name, the origin and the body of a request. What is open to all, health, is open under any name.</summary>
    public static void UseRequestRules(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return next(http);
        if (http.RequestServices.GetRequiredService<HostRule>().Problem(http.Request) is { } host)
            return Refusal.AnswerAsync(http, StatusCodes.Status421MisdirectedRequest, "host", host);
        if (OriginRule.Problem(http.Request) is { } origin)
            return Refusal.AnswerAsync(http, StatusCodes.Status403Forbidden, "origin", origin);
        return BodyRule.Problem(http) is var (status, detail)
            ? Refusal.AnswerAsync(http, status, "body", detail)
            : next(http);
    });
}
