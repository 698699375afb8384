using System.Globalization;

namespace Coordinator.Bench.Reporting;

/// <summary>Machine that runs everything, and its load before the measurement. Figures cannot be judged without it.</summary>
/// <param name="Cores">Number of cores for coordinator, participants and database together.</param>
/// <param name="Load">Load average of 1, 5 and 15 minutes.</param>
/// <param name="Runtime">Version of .NET.</param>
internal sealed record Machine(int Cores, IReadOnlyList<double> Load, string Runtime)
{
    /// <summary>Reads the machine's state. Call it before the measurement adds to the load.</summary>
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
