using System.Text.Json;

namespace Coordinator.Administration;

/// <summary>Bodies of requests.</summary>
internal static class RequestBody
{
    /// <summary>Largest body in bytes. A list of ten thousand dead letters still fits.</summary>
    public const int MaxBytes = 64 * 1_024;

    /// <summary>Reads the body of a request as JSON.</summary>
    /// <exception cref="RefusedRequest">The body is empty, too large or not the expected JSON.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken aborted)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            throw new RefusedRequest(
                StatusCodes.Status415UnsupportedMediaType, "The body must be JSON with content type application/json.");
        }

        try
        {
            return await request.ReadFromJsonAsync<T>(aborted) ?? throw RefusedRequest.Invalid("The body must be JSON, but is empty.");
        }
        catch (JsonException broken)
        {
            throw RefusedRequest.Invalid($"The body is not the expected JSON: {JsonProblem.Of(broken, typeof(T))}");
        }
        catch (BadHttpRequestException broken)
        {
            throw new RefusedRequest(broken.StatusCode, ProblemOf(broken.StatusCode));
        }
    }

    private static string ProblemOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => $"The body must have at most {MaxBytes} bytes, but has more.",
        StatusCodes.Status408RequestTimeout => "The body arrived too slowly. Send it again.",
        _ => "The body ended early, or its transfer encoding is broken. Send it again.",
    };
}
