using System.Diagnostics;

namespace Coordinator.Harness.Processes;

/// <summary>Command line, environment and log of a coordinator process.</summary>
/// <param name="Arguments">Options, or a command such as <c>schema apply</c>.</param>
public sealed record CoordinatorCommand(params IReadOnlyList<string> Arguments)
{
    private static readonly string[] Ports = ["--remoting.port", "--http.port"];

    /// <summary>The coordinator's assembly. Default: the one that the build put beside this program.</summary>
    public string Assembly { get; init; } = CopiedBeside;

    /// <summary>Changes the start of the process: environment variables, a working directory, a network namespace.</summary>
    public Action<ProcessStartInfo> Prepare { get; init; } = _ => { };

    /// <summary>Log, and the way in which the process is stopped.</summary>
    public ChildProcessOptions Process { get; init; } = new();

    /// <summary>Time limit of a start. Default: two minutes, for busy machines.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    private static string CopiedBeside
    {
        get
        {
            var copied = Path.Combine(AppContext.BaseDirectory, "coordinator", "Coordinator.dll");
            return File.Exists(copied) ? copied : Path.Combine(AppContext.BaseDirectory, "Coordinator.dll");
        }
    }

    /// <summary>A coordinator with its own data directory, on ports that the system chooses.</summary>
    /// <param name="directory">Data directory.</param>
    /// <param name="options">Further options; a port among them replaces the system's choice.</param>
    public static CoordinatorCommand In(string directory, params IReadOnlyList<string> options) => new(
    [
        "--dataDirectory", directory,
        .. Ports.Except(options).SelectMany(port => new[] { port, "0" }),
        .. options,
    ]);

    internal ProcessStartInfo ToStartInfo()
    {
        var start = DotNet.Run(Assembly, Arguments);
        Prepare(start);
        return start;
    }
}
