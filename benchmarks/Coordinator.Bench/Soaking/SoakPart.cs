using Coordinator.Bench.Databases;
using Coordinator.Bench.Targets;
using Spectre.Console;

namespace Coordinator.Bench.Soaking;

/// <summary>Part of a soak of services.</summary>
/// <param name="Seconds">Time at which the part began, from the beginning of the measured time.</param>
/// <param name="Handled">Effects in all groups.</param>
/// <param name="P50">End-to-end p50 in milliseconds.</param>
/// <param name="P99">End-to-end p99 in milliseconds.</param>
internal sealed record SoakPart(double Seconds, long Handled, double P50, double P99)
{
    private const double Megabyte = 1 << 20;

    private static readonly string[] Columns =
    [
        "from s", "handled", "p50 ms", "p99 ms", "p99 undisturbed", "longest stop ms", "coordinator MB", "services MB",
        "rows", "database MB", "services' rows", "services' database MB",
    ];

    /// <summary>Gets the end-to-end p99 in milliseconds of what overlaps no disturbance.</summary>
    public double P99Undisturbed { get; init; }

    /// <summary>Gets the length of the longest stop of the machine in milliseconds.</summary>
    public double LongestStop { get; init; }

    /// <summary>Gets the median of the memory of the coordinator's process, in bytes.</summary>
    public long CoordinatorMemory { get; init; }

    /// <summary>Gets the median of the memory of all participants' processes together, in bytes.</summary>
    public long ServicesMemory { get; init; }

    /// <summary>Gets the largest size of the coordinator's database.</summary>
    public DatabaseSize Coordinator { get; init; } = new(0, 0);

    /// <summary>Gets the largest size of the databases of all services together.</summary>
    public DatabaseSize Services { get; init; } = new(0, 0);

    public static Table Table(IEnumerable<SoakPart> parts)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in Columns)
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var part in parts)
            table.AddRow([.. part.Cells.Select(Figure.Number)]);
        return table;
    }

    private double[] Cells =>
    [
        Seconds, Handled, P50, P99, P99Undisturbed, LongestStop, CoordinatorMemory >> 20, ServicesMemory >> 20,
        Coordinator.Rows, Coordinator.Bytes / Megabyte, Services.Rows, Services.Bytes / Megabyte,
    ];
}
