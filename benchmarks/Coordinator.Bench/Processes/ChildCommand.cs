using System.Runtime.InteropServices;

namespace Coordinator.Bench.Processes;

/// <summary>Program with its arguments and its additional environment variables.</summary>
internal sealed record ChildCommand(string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly Dictionary<string, string> Nothing = [];

    // Reads a pipe that the benchmark holds open. The pipe ends with the benchmark, however that ends.
    private const string GuardScript = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        child=$!
        { read -r line <&3; kill $child; } >/dev/null 2>&1 &
        exec 3<&-
        wait $child
        """;

    /// <summary>Builds a command that runs this program in another role.</summary>
    public static ChildCommand Self(params IEnumerable<string> arguments) =>
        new(DotNet, [typeof(ChildCommand).Assembly.Location, .. arguments], Nothing);

    /// <summary>Builds a command for any other program, and stops it when its standard input ends.</summary>
    public static ChildCommand Guarded(
        string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) =>
        new("/bin/sh", ["-c", GuardScript, "sh", DotNet, assembly, .. arguments], environment);

    // Use the dotnet that runs this process: its runtime is in <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string DotNet =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
