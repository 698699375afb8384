namespace Coordinator.Harness.Processes;

/// <summary>Settings of a <see cref="ChildProcess" />.</summary>
public sealed record ChildProcessOptions
{
    /// <summary>File to which the output is appended; <c>null</c> for none.</summary>
    public string? Log { get; init; }

    /// <summary>Keeps standard output beside standard error. False when standard output is a protocol.</summary>
    public bool KeepsStandardOutput { get; init; } = true;

    /// <summary>Lines of standard output that wait to be read; the oldest are dropped. <c>null</c> for no limit.</summary>
    public int? MaxUnreadLines { get; init; } = 400;

    /// <summary>Request that is sent when the process is disposed of.</summary>
    public StopRequest Stop { get; init; }

    /// <summary>Time from the request to SIGKILL. Default: 20 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Ends the process if this process ends first. Default: <see cref="ProcessCleanup.Shared" />.</summary>
    public ProcessCleanup? Cleanup { get; init; }
}
