using System.Globalization;

namespace Coordinator.Bench.Databases;

/// <summary>Finds the directory of PostgreSQL's server programs. Debian keeps them out of PATH.</summary>
internal static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    public static string Find() =>
        Debian().Concat(OnPath()).FirstOrDefault(directory => File.Exists(Path.Combine(directory, "initdb")))
        ?? throw new BenchFailedException("PostgreSQL's server programs were not found. Install the package postgresql.");

    private static IEnumerable<string> Debian() => Directory.Exists(DebianRoot)
        ? Directory.GetDirectories(DebianRoot).OrderByDescending(Version).Select(version => Path.Combine(version, "bin"))
        : [];

    private static string[] OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static int Version(string directory) =>
        int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}
