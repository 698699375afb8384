using System.CommandLine;
using System.Globalization;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;
using Spectre.Console;

namespace Coordinator.Bench.Floors;

/// <summary><c>floor</c>: measures the plainest writer of a transaction's rows by itself.</summary>
internal static class FloorCommand
{
    // Long enough for a coordinator to write all kinds of rows.
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(2);

    public static Command Build()
    {
        var options = new RunOptions();
        var json = new Option<bool>("--json") { Description = "Print all figures as one JSON object on the last line" };
        var command = new Command(
            "floor",
            "Measures the plainest writer of a transaction's rows by itself: binary COPY on PostgreSQL, prepared multi-row "
            + "inserts on SQLite. A coordinator runs for two seconds first, so that the rows are its own");
        foreach (var option in options.OfFloor)
            command.Add(option);
        command.Add(json);
        command.SetAction((parsed, ct) => Failures.ToExitCodeAsync(
            () => MeasureAsync(options.Plans(parsed), parsed.GetValue(options.Data), parsed.GetValue(json), ct)));
        return command;
    }

    private static async Task<int> MeasureAsync(IReadOnlyList<RunPlan> plans, string? data, bool json, CancellationToken ct)
    {
        var machine = Machine.Now();
        var floors = await BenchSession.UseAsync(data, bench => MeasureAsync(bench, plans, ct), _ => true, ct);
        var console = Tables.Console();
        console.MarkupLineInterpolated($"{plans[0].Storage}, {machine}");
        console.Write(Table(floors));
        if (json)
            Json.Print(new { machine, floors });
        return 0;
    }

    private static async Task<List<MeasuredFloor>> MeasureAsync(
        BenchSession bench, IReadOnlyList<RunPlan> plans, CancellationToken ct)
    {
        var floors = new List<MeasuredFloor>();
        foreach (var ofSize in plans.GroupBy(plan => plan.Size))
        {
            var sample = ofSize.First() with { WarmUp = TimeSpan.Zero, Length = Sample, Floor = false, InFlight = 16 };
            bench.Progress.Title = sample.Title;
            var directory = bench.NewDirectory();
            await using var database = await bench.CreateDatabaseAsync(sample.Storage, directory, ct);
            await new Run(sample, database, directory, directory, bench.Progress).LoadAsync(ct);
            foreach (var plan in ofSize)
            {
                bench.Progress.Title = plan.Title;
                bench.Progress.Say("the floor");
                floors.Add(new MeasuredFloor(
                    plan.InFlight, plan.Size, await FloorLoad.MeasureAsync(database, plan.InFlight, plan.Length, directory, ct)));
            }
        }

        return floors;
    }

    private static Table Table(IReadOnlyList<MeasuredFloor> floors)
    {
        var table = new Table { Border = TableBorder.Simple };
        string[] columns =
        [
            "in flight", "bytes", "transactions/s", "p50 ms", "p50 without stops", "longest stop ms", "rows", "bytes of rows",
        ];
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var (inFlight, size, floor) in floors)
        {
            table.AddRow(
                Text(inFlight), Text(size), Text(floor.PerSecond), Text(floor.Median.TotalMilliseconds, "0.00"),
                Text(floor.MedianWithoutStops.TotalMilliseconds, "0.00"), Text(floor.Stops?.LongestMs ?? 0, "0.0"),
                Text(floor.Rows), Text(floor.Bytes));
        }

        return table;
    }

    private static string Text(double number, string format = "N0") => number.ToString(format, CultureInfo.InvariantCulture);

    private sealed record MeasuredFloor(int InFlight, int Size, FloorFigures Floor);
}
