using System.Globalization;
using Spectre.Console;

namespace Coordinator.Bench.Comparing;

internal static class ComparisonTable
{
    public static void Print(IAnsiConsole console, Comparison comparison)
    {
        var table = new Table { Title = new TableTitle(comparison.Title), Border = TableBorder.Simple };
        table.AddColumn("median of");
        foreach (var column in new[] { "A", "B", "B / A" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var figure in comparison.Figures)
            table.AddRow(figure.Name, Number(figure.A), Number(figure.B), Ratio(figure));
        console.Write(table);
    }

    private static string Ratio(ComparedFigure figure) => figure.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    private static string Number(double value) => value.ToString(value < 100 ? "0.###" : "N0", CultureInfo.InvariantCulture);
}
