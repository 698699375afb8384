using System.Globalization;
using Coordinator.Bench.Reporting;
using Spectre.Console;

namespace Coordinator.Bench.Targets;

/// <summary>Table of figures beside their targets, for the console and for documents.</summary>
internal static class VerdictTable
{
    private static readonly string[] Columns = ["figure", "target", "measured", "of the floor", "met"];

    public static void Print(IAnsiConsole console, IReadOnlyList<Verdict> verdicts)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in Columns)
            table.AddColumn(column);
        foreach (var verdict in verdicts)
            table.AddRow([.. Cells(verdict).Select(Markup.Escape)]);
        console.Write(table);
    }

    public static string Markdown(Machine machine, IReadOnlyList<Verdict> verdicts) => string.Join('\n',
    [
        $"{machine}.",
        "",
        $"| {string.Join(" | ", Columns)} |",
        $"|{string.Concat(Columns.Select(_ => "---|"))}",
        .. verdicts.Select(verdict => $"| {string.Join(" | ", Cells(verdict))} |"),
        "",
    ]);

    private static string[] Cells(Verdict verdict) =>
    [
        verdict.Figure,
        verdict.Target,
        verdict.Measured,
        verdict.RatioToFloor?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
        verdict.Met switch { true => "yes", false => "no", null => "" },
    ];
}
