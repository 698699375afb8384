using System.Diagnostics;
using System.Text.Json;

namespace Coordinator.Bench.Load;

/// <summary>Report of a participant to the benchmark: a line of JSON on its standard output.</summary>
/// <param name="Kind">Kind of the report.</param>
/// <param name="Done">Transactions or messages so far.</param>
/// <param name="Failed">Transactions that failed so far.</param>
/// <param name="Producer">Figures of a producer, in its last report.</param>
/// <param name="Consumer">Figures of a consumer, in its last report.</param>
/// <param name="Checks">Figures of a producer that only answers checks, in its last report.</param>
internal sealed record Report(
    ReportKind Kind,
    long Done = 0,
    long Failed = 0,
    ProducerFigures? Producer = null,
    ConsumerFigures? Consumer = null,
    CheckFigures? Checks = null)
{
    /// <summary>Gets the time of the report on the machine's monotonic clock.</summary>
    public long At { get; init; } = Stopwatch.GetTimestamp();

    /// <summary>Gets the number of checks answered so far.</summary>
    public long Checked { get; init; }

    /// <summary>Gets the number of redeliveries so far whose effect existed already.</summary>
    public long Absorbed { get; init; }

    public static Report Read(string line) => JsonSerializer.Deserialize<Report>(line)!;

    public void Say() => Console.Out.WriteLine(JsonSerializer.Serialize(this));
}

internal enum ReportKind
{
    Ready,
    Progress,
    Result,
}
