using Coordinator.Common;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Node;

/// <summary>Ends a node that was asked to stop and does not finish, as a supervisor would with SIGKILL later.</summary>
internal static class StopLimit
{
    // Beyond the drain timeout: sessions close, and the process ends.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    // A node among others hands its shards over and leaves the cluster. Cut short, the others would have to detect its end,
    // and its keys would wait longer than for the hand-over.
    private static readonly TimeSpan MarginAmongOthers = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan EndOfProcess = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest time from the request to stop until the process has ended.</summary>
    public static TimeSpan Of(CoordinatorOptions options) =>
        options.Sessions.DrainTimeout + (options.Cluster.Seeds.Count > 1 ? MarginAmongOthers : Margin);

    /// <summary>Time of it in which the node may finish.</summary>
    public static TimeSpan ToFinish(CoordinatorOptions options) => Of(options) - EndOfProcess;

    /// <param name="run">Life of the node.</param>
    /// <param name="limit">Time that it may take after the request.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stop">Request to stop.</param>
    /// <exception cref="StartProblem">The limit has passed.</exception>
    public static async Task ApplyAsync(Task run, TimeSpan limit, TimeProvider time, CancellationToken stop)
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(requested.SetResult);
        if (await Task.WhenAny(run, requested.Task) != run)
        {
            await run.WaitAsync(limit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!run.IsCompleted)
            {
                throw new StartProblem(
                    StartProblem.StopTooLong,
                    $"The node was asked to stop and had not finished after {Duration.Write(limit)}. It ends as after a crash: nothing is lost.");
            }
        }

        await run;
    }
}
