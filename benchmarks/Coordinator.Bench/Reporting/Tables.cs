using System.Globalization;
using Spectre.Console;

namespace Coordinator.Bench.Reporting;

/// <summary>Prints the figures as tables.</summary>
internal static class Tables
{
    private const int WidthOfLogs = 160;

    private const string OrdinaryProbe = "[yellow]The pause probe may not use real-time priority (CAP_SYS_NICE): "
        + "some of its stops may be waits for a core that the load kept busy.[/]";

    /// <summary>Creates the console for the tables. Tables in a file may be wide.</summary>
    public static IAnsiConsole Console()
    {
        var console = AnsiConsole.Console;
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = WidthOfLogs;
        return console;
    }

    public static void Print(IAnsiConsole console, IReadOnlyList<RunFigures> all)
    {
        console.Write(Table("Throughput, and its ratio to the plainest writer of the same rows", all, Throughput));
        console.Write(Table("Latency in ms: p50 / p95 / p99 / p99.9", all, Latency));
        console.Write(Table("The same without the samples that overlap a stop of the machine", all, WithoutStops));
        console.Write(Table("Per transaction", all, Cost));
        PrintProbeNote(console, all);
        foreach (var run in all.Where(run => run.LastFailure is not null))
            console.MarkupLineInterpolated(
                $"[red]{run.InFlight} in flight: {run.Failed} failed, the last one: {run.LastFailure}[/]");
    }

    /// <summary>Prints a warning when the stops of a run may be waits for a core.</summary>
    public static void PrintProbeNote(IAnsiConsole console, IEnumerable<RunFigures> all)
    {
        if (all.Any(run => run.Stops is { RealTime: false }))
            console.MarkupLine(OrdinaryProbe);
    }

    private static (string, string)[] Throughput(RunFigures run) =>
    [
        ("transactions/s", Number(run.TransactionsPerSecond)),
        ("deliveries/s", Number(run.DeliveriesPerSecond)),
        ("floor/s", Number(run.Floor?.PerSecond)),
        ("of the floor", run.RatioToFloor?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-"),
        ("failed", Number(run.Failed)),
        ("missing", Number(run.Missing)),
        ("invented", Number(run.Invented)),
        ("duplicates", Number(run.Duplicates)),
    ];

    private static (string, string)[] Latency(RunFigures run) =>
        [("prepare", Text(run.Prepare)), ("commit", Text(run.Commit)), ("end to end", Text(run.EndToEnd))];

    private static (string, string)[] WithoutStops(RunFigures run) =>
    [
        ("prepare", Text(run.WithoutStops?.Prepare)),
        ("commit", Text(run.WithoutStops?.Commit)),
        ("end to end", Text(run.WithoutStops?.EndToEnd)),
        ("excluded %", Number(run.WithoutStops?.Excluded * 100, "0.0")),
        ("stops", Number(run.Stops?.Count)),
        ("longest ms", Number(run.Stops?.LongestMs, "0.0")),
        ("stopped ms", Number(run.Stops?.TotalMs, "0.0")),
    ];

    private static (string, string)[] Cost(RunFigures run) =>
    [
        ("coordinator CPU us", Number(run.Costs.CoordinatorCpu)),
        ("participants CPU us", Number(run.Costs.ParticipantsCpu)),
        ("database CPU us", Number(run.Costs.DatabaseCpu)),
        ("statements", Number(run.Costs.Statements, "0.00")),
        ("rows", Number(run.Costs.Rows, "0.00")),
        ("WAL bytes", Number(run.Costs.WalBytes)),
        ("WAL syncs", Number(run.Costs.WalSyncs, "0.000")),
        ("written bytes", Number(run.Costs.WrittenBytes)),
        ("allocated kB", Number(run.Costs.AllocatedBytes / 1024, "0.0")),
        ("GC pause %", Number(run.Costs.PauseShare * 100, "0.0")),
        ("longest ms", Number(run.Costs.LongestPause, "0.0")),
        ("GCs/s", Number(run.Costs.CollectionsPerSecond, "0.0")),
        ("peak MB", Number(run.PeakMemory / (1024.0 * 1024.0))),
    ];

    private static Table Table(
        string title, IReadOnlyList<RunFigures> all, Func<RunFigures, (string Name, string Value)[]> columns)
    {
        var table = new Table { Title = new TableTitle(title), Border = TableBorder.Simple };
        table.AddColumn("in flight").AddColumn("bytes");
        foreach (var (name, _) in columns(all[0]))
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var run in all)
            table.AddRow([Number(run.InFlight), Number(run.Size), .. columns(run).Select(column => column.Value)]);
        return table;
    }

    private static string Text(Latencies? latencies) => latencies is { P50: > 0 } ms
        ? $"{Short(ms.P50)} / {Short(ms.P95)} / {Short(ms.P99)} / {Short(ms.P999)}"
        : "-";

    private static string Short(double ms) => ms.ToString(ms < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Number(double? value, string format = "N0") =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
