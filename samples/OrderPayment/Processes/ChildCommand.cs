using System.Runtime.InteropServices;

namespace OrderPayment.Processes;

/// <summary>Program with its arguments.</summary>
internal sealed record ChildCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>Builds a command that runs this program in another role.</summary>
    public static ChildCommand Self(params IEnumerable<string> arguments) =>
        DotNet(typeof(ChildCommand).Assembly.Location, arguments);

    /// <summary>Builds a command that runs the coordinator under a guard, which ends it with this process.</summary>
    public static ChildCommand Coordinator(params IEnumerable<string> arguments)
    {
        var command = DotNet(CoordinatorAssembly(), arguments);
        return Self(["guard", "--", command.File, .. command.Arguments]);
    }

    private static ChildCommand DotNet(string assembly, IEnumerable<string> arguments) => new(Host(), [assembly, .. arguments]);

    // Use the dotnet that runs this process: its runtime is in <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string Host() => Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    private static string CoordinatorAssembly()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "coordinator", "Coordinator.dll");
        return System.IO.File.Exists(beside) ? beside : Path.Combine(AppContext.BaseDirectory, "Coordinator.dll");
    }
}
