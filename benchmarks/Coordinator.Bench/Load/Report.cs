using System.Diagnostics;
using System.Text.Json;

namespace Coordinator.Bench.Load;

/// <summary>What a participant tells the rig: a line of JSON on its standard output.</summary>
/// <param name="Kind">Which of these it is.</param>
/// <param name="Done">Transactions or messages so far.</param>
/// <param name="Failed">Transactions that failed so far.</param>
/// <param name="Producer">At the end, of a producer.</param>
/// <param name="Consumer">At the end, of a consumer.</param>
/// <param name="Checks">At the end, of a producer that only answers checks.</param>
internal sealed record Report(
    ReportKind Kind,
    long Done = 0,
    long Failed = 0,
    ProducerFigures? Producer = null,
    ConsumerFigures? Consumer = null,
    CheckFigures? Checks = null)
{
    /// <summary>When, by the machine's monotonic clock.</summary>
    public long At { get; init; } = Stopwatch.GetTimestamp();

    /// <summary>Checks answered so far.</summary>
    public long Checked { get; init; }

    public static Report Read(string line) => JsonSerializer.Deserialize<Report>(line)!;

    public void Say() => Console.Out.WriteLine(JsonSerializer.Serialize(this));
}

internal enum ReportKind
{
    Ready,
    Progress,
    Result,
}
