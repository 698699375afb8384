using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Hosting.Http.Access;

/// <summary>Answers a request that is refused before it reaches its endpoint, and counts it.</summary>
internal static class Refusal
{
    private static readonly Counter<long> RefusedCounter = CoordinatorMeter.Instance.CreateCounter<long>(
        "coordinator.http.refused", description: "Requests and connections over HTTP that were refused, by reason.");

    private static readonly Counter<long> WrongTokenCounter = CoordinatorMeter.Instance.CreateCounter<long>(
        "coordinator.http.wrong_tokens", description: "Requests over HTTP with a wrong token.");

    public static void CountWrongToken() => WrongTokenCounter.Add(1);

    public static void Count(string reason) => RefusedCounter.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="http">The request.</param>
    /// <param name="status">Status of the answer.</param>
    /// <param name="reason">Reason in the metric.</param>
    /// <param name="detail">Value, rule and remedy, for the caller.</param>
    public static Task AnswerAsync(HttpContext http, int status, string reason, string detail)
    {
        Count(reason);
        return Results.Problem(detail, statusCode: status).ExecuteAsync(http);
    }
}
