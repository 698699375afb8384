using System.Net.Http.Headers;
using Coordinator.Administration;
using Microsoft.AspNetCore.Http.Features;

namespace Coordinator.Hosting.Http.Access;

/// <summary>Accepts bodies that are small and JSON. A web page cannot send JSON to another site without asking first.</summary>
internal static class BodyRule
{
    /// <returns>Status and sentences for the caller; <c>null</c> when the request has no body, or an acceptable one.</returns>
    public static (int Status, string Detail)? Problem(HttpContext http)
    {
        var request = http.Request;
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return null;
        if (request.ContentLength > RequestBody.MaxBytes)
        {
            return (StatusCodes.Status413PayloadTooLarge,
                $"The body must have at most {RequestBody.MaxBytes} bytes, but has {request.ContentLength}.");
        }

        if (!IsJson(request.ContentType))
            return (StatusCodes.Status415UnsupportedMediaType, $"Content-Type must be application/json in UTF-8, but is '{request.ContentType}'.");
        return request.Headers.ContentEncoding is { Count: > 0 } encoding
            ? (StatusCodes.Status415UnsupportedMediaType, $"The body must not be compressed, but Content-Encoding is '{encoding}'.")
            : null;
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is not { } charset || string.Equals(charset.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));
}
