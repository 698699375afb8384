using Coordinator.Persistence;

namespace Coordinator.Hosting.Options;

/// <summary>Reason why a node does not start or ends by itself, with the exit code for scripts.</summary>
internal sealed class StartProblem(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public const int Failed = 1;
    public const int BadOptions = 2;
    public const int StorageUnusable = 3;
    public const int PortInUse = 4;

    /// <summary>The node ran, and a part of it terminated that it cannot do without.</summary>
    public const int PartTerminated = 10;

    /// <summary>The other nodes removed this one from the cluster.</summary>
    public const int Downed = 11;

    /// <summary>The node left the cluster, and nobody had asked this process to end.</summary>
    public const int Left = 12;

    /// <summary>The node was asked to stop, and ended before it had finished because its time was up.</summary>
    public const int StopTooLong = 13;

    /// <summary>Another cluster has taken the lease of the database.</summary>
    public const int LeaseLost = 14;

    public int ExitCode => exitCode;

    public static StartProblem Of(StorageException unusable) => new(StorageUnusable, unusable.Message, unusable);
}
