namespace Coordinator.Model.Tests;

/// <summary>Finds Spin and the C compiler that builds its verifiers: Debian's packages <c>spin</c> and <c>gcc</c>.</summary>
internal static class SpinTools
{
    /// <summary>Gets the reason to skip tests that need them; <c>null</c> when they are run.</summary>
    public static string? ReasonToSkip => Environment.GetEnvironmentVariable("CI") == "true" ? null : Absence;

    /// <summary>Gets the reason why the tools are missing; <c>null</c> when they are installed.</summary>
    public static string? Absence { get; } = new[] { "spin", "gcc" }.All(IsOnPath)
        ? null
        : "No model checker here: install the packages spin and gcc.";

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(directory => File.Exists(Path.Combine(directory, program)));
}

/// <summary>
/// Fact that needs Spin. Without Spin it is skipped, with the reason. It is never skipped where <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpinFactAttribute : FactAttribute
{
    public SpinFactAttribute() => Skip = SpinTools.ReasonToSkip!;
}

/// <summary>Theory that needs Spin, see <see cref="SpinFactAttribute" />.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpinTheoryAttribute : TheoryAttribute
{
    public SpinTheoryAttribute() => Skip = SpinTools.ReasonToSkip!;
}
