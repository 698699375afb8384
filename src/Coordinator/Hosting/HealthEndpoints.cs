using Akka.Actor;

namespace Coordinator.Hosting;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", (ActorSystem system) =>
            system.WhenTerminated.IsCompleted ? Text("terminated", StatusCodes.Status503ServiceUnavailable) : Text("live"));
        endpoints.MapGet("/health/ready", async (Readiness readiness, CancellationToken aborted) =>
            await readiness.ProblemAsync(aborted) is { } problem
                ? Text(problem, StatusCodes.Status503ServiceUnavailable)
                : Text("ready"));
    }

    private static IResult Text(string text, int status = StatusCodes.Status200OK) =>
        Results.Text($"{text}\n", "text/plain", statusCode: status);
}
