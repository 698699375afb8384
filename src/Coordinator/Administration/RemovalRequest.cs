namespace Coordinator.Administration;

/// <summary>Request to delete a group, a topic or a producer group.</summary>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
/// <param name="Lose">Confirmation from the answer that told what would be lost; <c>null</c> to be told.</param>
internal sealed record RemovalRequest(string? Who, string? Why, string? Lose) : IOperatorRequest
{
    /// <summary>Reads the request. Without a body it only asks what would be lost.</summary>
    public static async Task<RemovalRequest> ReadAsync(HttpRequest request, CancellationToken aborted) =>
        request.HasJsonContentType() ? await RequestBody.ReadAsync<RemovalRequest>(request, aborted) : new RemovalRequest(null, null, null);
}
