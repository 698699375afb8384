using System.Globalization;

namespace Coordinator.Harness.Postgres;

/// <summary>Finds the directory of PostgreSQL's server programs; Debian keeps them out of PATH.</summary>
public static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>The first directory with a server; <c>null</c> when PostgreSQL is not installed.</summary>
    public static string? Find() => OperatingSystem.IsWindows() ? null : Debian().Concat(OnPath()).FirstOrDefault(HasServer);

    private static IEnumerable<string> Debian() => Directory.Exists(DebianRoot)
        ? Directory.GetDirectories(DebianRoot).OrderByDescending(MajorVersion).Select(version => Path.Combine(version, "bin"))
        : [];

    private static string[] OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static bool HasServer(string directory) =>
        new[] { "initdb", "pg_ctl", "postgres" }.All(program => Exists(Path.Combine(directory, program)));

    // A removed package may leave a link behind.
    private static bool Exists(string program) =>
        File.Exists(program) && File.Exists(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program);

    private static int MajorVersion(string directory) =>
        int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}
