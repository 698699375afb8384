using System.Diagnostics;

namespace Coordinator.Participants.Tracing;

/// <summary>Runs work within a span, and records its time.</summary>
internal static class Measured
{
    /// <summary>Runs an operation of the client.</summary>
    /// <param name="operation">Name of the operation.</param>
    /// <param name="kind">Kind of its span.</param>
    /// <param name="run">The work.</param>
    /// <param name="describe">Describes the result in the span. Default: not.</param>
    public static Task<T> OperationAsync<T>(
        string operation, ActivityKind kind, Func<Activity?, Task<T>> run, Action<Activity, T>? describe = null) =>
        RunAsync(operation, kind, run, describe, (start, error) => Durations.Operation(operation, start, error));

    /// <summary>Runs a local transaction.</summary>
    public static Task<T> LocalAsync<T>(Func<Task<T>> run) =>
        RunAsync("local transaction", ActivityKind.Internal, _ => run(), null, Durations.LocalPart);

    private static async Task<T> RunAsync<T>(
        string operation, ActivityKind kind, Func<Activity?, Task<T>> run, Action<Activity, T>? describe, Action<long, Exception?> record)
    {
        using var activity = Spans.Start(operation, kind);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = await run(activity);
            if (activity is not null)
                describe?.Invoke(activity, result);
            record(start, null);
            return result;
        }
        catch (Exception error)
        {
            activity?.Fail(error);
            record(start, error);
            throw;
        }
    }
}
