namespace Coordinator.Model.Tests;

/// <summary>Spin and the C compiler that builds its verifiers: Debian's packages <c>spin</c> and <c>gcc</c>.</summary>
internal static class SpinTools
{
    /// <summary>Why tests that need them are skipped; <c>null</c> when they are run.</summary>
    public static string? ReasonToSkip => Environment.GetEnvironmentVariable("CI") == "true" ? null : Absence;

    /// <summary>What is missing; <c>null</c> when nothing is.</summary>
    public static string? Absence { get; } = new[] { "spin", "gcc" }.All(IsOnPath)
        ? null
        : "No model checker here: install the packages spin and gcc.";

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(directory => File.Exists(Path.Combine(directory, program)));
}

/// <summary>A fact that needs Spin: skipped, with a line that says why, where it is missing; never skipped where <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpinFactAttribute : FactAttribute
{
    public SpinFactAttribute() => Skip = SpinTools.ReasonToSkip!;
}

/// <summary>A theory that needs Spin, see <see cref="SpinFactAttribute" />.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpinTheoryAttribute : TheoryAttribute
{
    public SpinTheoryAttribute() => Skip = SpinTools.ReasonToSkip!;
}
