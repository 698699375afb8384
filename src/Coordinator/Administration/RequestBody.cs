using System.Text.Json;

namespace Coordinator.Administration;

/// <summary>Bodies of requests.</summary>
internal static class RequestBody
{
    /// <summary>Reads the body of a request as JSON.</summary>
    /// <exception cref="RefusedRequest">The body is empty or not the expected JSON.</exception>
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
            throw RefusedRequest.Invalid($"The body is not the expected JSON: {broken.Message}");
        }
    }
}
