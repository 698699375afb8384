using Coordinator.Harness.Processes;

namespace Coordinator.Bench.Processes;

/// <summary>Starts this program again in another role. Standard output is the protocol between the two.</summary>
internal static class SelfProcess
{
    /// <param name="log">File for standard error.</param>
    /// <param name="arguments">Command line of the role.</param>
    public static ChildProcess Start(string log, params IEnumerable<string> arguments) => ChildProcess.Start(
        DotNet.Run(typeof(SelfProcess).Assembly.Location, arguments),
        new ChildProcessOptions
        {
            Log = log,
            KeepsStandardOutput = false,
            // No report may be lost, however late it is read.
            MaxUnreadLines = null,
            Stop = StopRequest.EndOfInput,
        });
}
