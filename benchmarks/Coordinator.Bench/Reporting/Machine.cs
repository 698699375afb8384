using System.Globalization;

namespace Coordinator.Bench.Reporting;

/// <summary>What everything runs on, and how busy it is with other things: no figure means much without.</summary>
/// <param name="Cores">For coordinator, participants and database together.</param>
/// <param name="Load">The load average of 1, 5 and 15 minutes.</param>
/// <param name="Runtime">The version of .NET.</param>
internal sealed record Machine(int Cores, IReadOnlyList<double> Load, string Runtime)
{
    /// <summary>To be asked before the measurement adds to the load.</summary>
    public static Machine Now() => new(
        Environment.ProcessorCount,
        [
            .. File.ReadAllText("/proc/loadavg").Split(' ').Take(3)
                .Select(word => double.Parse(word, CultureInfo.InvariantCulture)),
        ],
        Environment.Version.ToString());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cores} cores for everything, load average before {string.Join(" / ", Load)}, .NET {Runtime}");
}
