using Coordinator.Bench.Targets;
using Spectre.Console;

namespace Coordinator.Bench.Scenarios;

/// <summary>Part of a long run.</summary>
/// <param name="Seconds">Time at which the part began, from the beginning of the measured time.</param>
/// <param name="Handled">Handled messages.</param>
/// <param name="P50">End-to-end p50 in milliseconds.</param>
/// <param name="P99">End-to-end p99 in milliseconds.</param>
/// <param name="Memory">Memory of the coordinator's process at the end of the part, in bytes.</param>
internal sealed record SoakSlice(double Seconds, long Handled, double P50, double P99, long Memory)
{
    /// <summary>Gets the end-to-end p99 in milliseconds of the samples that overlap no stop of the machine.</summary>
    public double P99WithoutStops { get; init; }

    /// <summary>Gets the length of the longest stop of the machine in milliseconds.</summary>
    public double LongestStop { get; init; }

    public static Table Table(IEnumerable<SoakSlice> slices)
    {
        var table = new Table { Border = TableBorder.Simple };
        string[] columns = ["from s", "handled", "p50 ms", "p99 ms", "p99 without stops", "longest stop ms", "memory MB"];
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var slice in slices)
        {
            table.AddRow(
                Figure.Number(slice.Seconds), Figure.Number(slice.Handled), Figure.Number(slice.P50), Figure.Number(slice.P99),
                Figure.Number(slice.P99WithoutStops), Figure.Number(slice.LongestStop), Figure.Number(slice.Memory >> 20));
        }

        return table;
    }
}
