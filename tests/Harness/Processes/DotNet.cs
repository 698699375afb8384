using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coordinator.Harness.Processes;

/// <summary>Starts .NET assemblies with the runtime that runs this process.</summary>
public static class DotNet
{
    /// <summary>Path of the <c>dotnet</c> program; the runtime is in <c>shared/Microsoft.NETCore.App/VERSION</c> below it.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <param name="assembly">Path of the assembly; a relative one starts at the directory of this program.</param>
    /// <param name="arguments">Arguments of the assembly.</param>
    public static ProcessStartInfo Run(string assembly, params IEnumerable<string> arguments) =>
        new(Program, [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]);
}
