using System.Runtime.InteropServices;

namespace Coordinator.Bench.Processes;

/// <summary>A program, its arguments, and what its environment has beside ours.</summary>
internal sealed record ChildCommand(string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly Dictionary<string, string> Nothing = [];

    // Reads from a pipe that the rig holds: its end is the end of the rig, however that ended.
    private const string GuardScript = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        child=$!
        { read -r line <&3; kill $child; } >/dev/null 2>&1 &
        exec 3<&-
        wait $child
        """;

    /// <summary>This program again, in another role.</summary>
    public static ChildCommand Self(params IEnumerable<string> arguments) =>
        new(DotNet, [typeof(ChildCommand).Assembly.Location, .. arguments], Nothing);

    /// <summary>A program that knows nothing of us, and is stopped when its standard input ends.</summary>
    public static ChildCommand Guarded(
        string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) =>
        new("/bin/sh", ["-c", GuardScript, "sh", DotNet, assembly, .. arguments], environment);

    // The dotnet that runs us: <root>/shared/Microsoft.NETCore.App/<version>/ is where our runtime is.
    private static string DotNet =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
