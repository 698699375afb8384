using System.Globalization;
using Spectre.Console;

namespace Coordinator.Bench.Comparing;

/// <summary>Prints a comparison as a table.</summary>
internal static class ComparisonTable
{
    private const string Nothing = "-";

    public static void Print(IAnsiConsole console, Comparison comparison)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(comparison.Title)), Border = TableBorder.Simple };
        table.AddColumn("figure");
        foreach (var column in new[] { "median A", "median B", "B / A", "95 % interval", "control (A/A, B/B)", "its interval" })
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("verdict");
        foreach (var figure in comparison.Figures)
        {
            table.AddRow(
                figure.Name, Number(figure.A), Number(figure.B),
                Ratio(figure.Ratio), Interval(figure.Ratio), Ratio(figure.Control), Interval(figure.Control),
                figure.Verdict is { } verdict ? Word(verdict) : "");
        }

        console.Write(table);
    }

    /// <summary>Formats the verdict of a load in one line, with the figures that decided it.</summary>
    public static string Line(Comparison comparison)
    {
        string[] reasons =
        [
            .. new[] { ComparisonVerdict.Worse, ComparisonVerdict.Better }
                .Select(verdict => (verdict, Names: string.Join(", ", comparison.Named(verdict))))
                .Where(reason => reason.Names.Length > 0)
                .Select(reason => $"{Word(reason.verdict)}: {reason.Names}"),
            .. comparison.HasFewPairs ? [$"fewer than {Judge.FewestPairs} pairs"] : Array.Empty<string>(),
        ];
        return $"{comparison.Title}: {Word(comparison.Overall)}" + (reasons.Length > 0 ? $" ({string.Join("; ", reasons)})" : "");
    }

    private static string Word(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Better => "better",
        ComparisonVerdict.Worse => "worse",
        _ => "undecided",
    };

    private static string Ratio(RatioEstimate? ratio) => ratio is null ? Nothing : Text(ratio.Ratio);

    private static string Interval(RatioEstimate? ratio) =>
        ratio is null ? Nothing : $"{Text(ratio.Low)} to {Text(ratio.High)}";

    private static string Text(double ratio) => ratio.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(value < 100 ? "0.###" : "N0", CultureInfo.InvariantCulture);
}
