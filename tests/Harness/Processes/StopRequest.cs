namespace Coordinator.Harness.Processes;

/// <summary>Way in which a child process is asked to stop. A process that does not stop in time is killed.</summary>
public enum StopRequest
{
    /// <summary>SIGKILL, without any request before.</summary>
    Kill = 0,

    /// <summary>End of its standard input.</summary>
    EndOfInput = 1,

    /// <summary>SIGTERM.</summary>
    Terminate = 2,

    /// <summary>SIGQUIT: PostgreSQL's immediate shutdown.</summary>
    Quit = 3,
}
