using System.Runtime.InteropServices;

namespace OrderPayment.Processes;

/// <summary>A program and its arguments.</summary>
internal sealed record ChildCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>This program again, in another role.</summary>
    public static ChildCommand Self(params IEnumerable<string> arguments) =>
        DotNet(typeof(ChildCommand).Assembly.Location, arguments);

    /// <summary>The coordinator, as it was built; under a guard that ends it with us.</summary>
    public static ChildCommand Coordinator(params IEnumerable<string> arguments)
    {
        var command = DotNet(CoordinatorAssembly(), arguments);
        return Self(["guard", "--", command.File, .. command.Arguments]);
    }

    private static ChildCommand DotNet(string assembly, IEnumerable<string> arguments) => new(Host(), [assembly, .. arguments]);

    // The dotnet that runs us: <root>/shared/Microsoft.NETCore.App/<version>/ is where our runtime is.
    private static string Host() => Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    private static string CoordinatorAssembly()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "coordinator", "Coordinator.dll");
        return System.IO.File.Exists(beside) ? beside : Path.Combine(AppContext.BaseDirectory, "Coordinator.dll");
    }
}
