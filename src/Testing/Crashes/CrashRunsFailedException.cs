namespace Coordinator.Testing.Crashes;

/// <summary>Thrown when a scenario does not survive every crash point. The message names those that it did not survive, and why.</summary>
public sealed class CrashRunsFailedException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public CrashRunsFailedException()
    {
    }

    /// <param name="message">The crash points.</param>
    public CrashRunsFailedException(string message) : base(message)
    {
    }

    /// <param name="message">The crash points.</param>
    /// <param name="innerException">The first failure.</param>
    public CrashRunsFailedException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal CrashRunsFailedException(CrashReport report)
        : base(Text(report), report.Failed.First().Failure) => Report = report;

    /// <summary>All runs; <c>null</c>: unknown.</summary>
    public CrashReport? Report { get; }

    private static string Text(CrashReport report) =>
        $"The scenario does not survive a crash at {string.Join(", ", report.Failed.Select(run => run.Point.Name))}.{Environment.NewLine}{report}";
}
