using Coordinator.Harness.Processes;

namespace OrderPayment.Story;

/// <summary>Starts the coordinator with its store in the workspace.</summary>
internal static class CoordinatorStart
{
    // Checks come early, and a killed service is missed early, so that the sample does not have to wait.
    private static readonly string[] EarlyChecks =
    [
        "--transactionTimeout", "2s",
        "--transactionCheckInterval", "1s",
        "--checkTimeout", "2s",
        "--sessions.heartbeatInterval", "1s",
        "--sessions.timeout", "4s",
    ];

    /// <exception cref="Coordinator.Harness.HarnessException">The coordinator did not start.</exception>
    public static Task<CoordinatorProcess> StartAsync(Workspace workspace, CancellationToken ct) =>
        CoordinatorProcess.StartReadyAsync(
            CoordinatorCommand.In(workspace.Path, EarlyChecks) with
            {
                Process = new ChildProcessOptions { Log = workspace.Log("coordinator"), Stop = StopRequest.Terminate },
            },
            ct);
}
