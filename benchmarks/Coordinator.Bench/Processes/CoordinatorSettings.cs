namespace Coordinator.Bench.Processes;

/// <summary>
/// Build of the coordinator and its settings, given as pairs of key and value. <c>coordinator</c> is the path of a build's
/// <c>Coordinator.dll</c>. <c>telemetry</c> is on or off. Keys that begin with <c>DOTNET_</c> are environment variables. All
/// other keys are options of its command line.
/// </summary>
internal sealed record CoordinatorSettings(
    string Assembly, IReadOnlyDictionary<string, string> Options, IReadOnlyDictionary<string, string> Environment)
{
    private const string BuildKey = "coordinator";
    private const string TelemetryKey = "telemetry";
    private const string RuntimePrefix = "DOTNET_";

    /// <summary>Gets a value indicating whether a listener reads the coordinator's meters.</summary>
    public bool Telemetry { get; init; }

    private static string Built => Path.Combine(AppContext.BaseDirectory, "coordinator", "Coordinator.dll");

    /// <exception cref="BenchFailedException">A text is no pair, or the build does not exist.</exception>
    public static CoordinatorSettings Of(IEnumerable<string> pairs) =>
        new CoordinatorSettings(Built, new Dictionary<string, string>(), new Dictionary<string, string>()).With(pairs);

    /// <summary>Adds settings. A later setting overrides an earlier one with the same key.</summary>
    /// <exception cref="BenchFailedException">A text is no pair, or the build does not exist.</exception>
    public CoordinatorSettings With(IEnumerable<string> pairs)
    {
        var assembly = Assembly;
        var options = new Dictionary<string, string>(Options, StringComparer.OrdinalIgnoreCase);
        var environment = new Dictionary<string, string>(Environment);
        var telemetry = Telemetry;
        foreach (var pair in pairs)
        {
            var (key, value) = Split(pair);
            if (key == BuildKey)
                assembly = Path.GetFullPath(value);
            else if (key == TelemetryKey)
                telemetry = IsOn(value);
            else if (key.StartsWith(RuntimePrefix, StringComparison.Ordinal))
                environment[key] = value;
            else
                options[key] = value;
        }

        return File.Exists(assembly)
            ? new CoordinatorSettings(assembly, options, environment) { Telemetry = telemetry }
            : throw new BenchFailedException($"The setting coordinator names {assembly}, which does not exist. Name the Coordinator.dll of a build.");
    }

    private static bool IsOn(string value) => value switch
    {
        "on" => true,
        "off" => false,
        _ => throw new BenchFailedException($"{TelemetryKey} must be on or off, but is '{value}'."),
    };

    private static (string Key, string Value) Split(string pair) => pair.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? (key, value)
        : throw new BenchFailedException($"The setting '{pair}' must have the form key=value.");
}
