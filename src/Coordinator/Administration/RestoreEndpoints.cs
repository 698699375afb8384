using System.Globalization;
using Coordinator.Persistence;
using Coordinator.Retention;

namespace Coordinator.Administration;

/// <summary>Restores of the database from a backup, and the end of each.</summary>
internal static class RestoreEndpoints
{
    public static void MapRestores(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/restores", async (Restores restores, RestoreHold hold, CancellationToken aborted) =>
            Results.Ok((await restores.ReadAsync(aborted)).Select(restore => RestoreView.Of(restore, hold))));
        endpoints.MapPost("/restores/{epoch}/close", CloseAsync);
    }

    private static async Task<IResult> CloseAsync(
        string epoch, HttpRequest request, Restores restores, RestoreHold hold, TimeProvider time, CancellationToken aborted)
    {
        if (!long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw RefusedRequest.Invalid($"epoch must be the number of a restore, but is '{epoch}'. GET /restores lists them.");
        var body = await RequestBody.ReadAsync<CloseRequest>(request, aborted);
        OperatorRules.Require(body);
        var closed = await restores.CloseAsync(number, new RestoreEnd(time.GetUtcNow(), body.Who!, body.Why!), aborted);
        var restore = (await restores.ReadAsync(aborted)).FirstOrDefault(restore => restore.Epoch == number)
            ?? throw RefusedRequest.NotFound($"There is no restore with epoch {number}. GET /restores lists them.");
        return closed
            ? Results.Ok(RestoreView.Of(restore, hold))
            : throw new RefusedRequest(StatusCodes.Status409Conflict, $"The restore was closed by {restore.Closed!.Who} at {restore.Closed.At:yyyy-MM-ddTHH:mm:ssZ}.");
    }

    /// <param name="Who">Name of the operator.</param>
    /// <param name="Why">Reason of the operator.</param>
    private sealed record CloseRequest(string? Who, string? Why) : IOperatorRequest;
}
