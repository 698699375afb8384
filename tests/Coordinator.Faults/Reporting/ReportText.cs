using System.Globalization;
using Spectre.Console;

namespace Coordinator.Faults.Reporting;

/// <summary>A report for people.</summary>
internal static class ReportText
{
    private const int WidthOfLogs = 150;
    private const int MostViolations = 20;

    public static void Print(RunReport report)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
            console.Profile.Width = WidthOfLogs;
        console.Write(Faults(report));
        Line($"{report.Transactions} transactions begun: {report.Committed} committed, {report.RolledBack} rolled back; "
            + string.Join(", ", report.Results.OrderBy(result => result.Key).Select(result => $"{result.Key} {result.Value}")));
        Line($"{report.Deliveries} deliveries of {report.Messages} messages to groups: {report.Duplicates} again, {report.Losses} lost");
        Line($"settled within {report.SettleSeconds:0.0} s");
        foreach (var note in report.Notes)
            Line($"note: {note}");
        foreach (var violations in report.Violations.GroupBy(violation => violation.Promise))
        {
            Line($"VIOLATED {violations.Key}: {violations.Count()} times");
            foreach (var violation in violations.Take(MostViolations))
                Line($"  {violation.What}");
        }

        foreach (var reason in report.Invalidities)
            Line($"INVALID: {reason}");
        Line($"{report.Outcome.ToString().ToUpperInvariant()}, seed {report.Seed}");
    }

    private static Table Faults(RunReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var name in (string[])["", "fault", "met", "open", "lasted s", "prepare s", "check s", "delivery s"])
            table.AddColumn(name);
        foreach (var fault in report.Faults)
        {
            table.AddRow(
                Text(fault.Number), fault.Kind, Markup.Escape(fault.Target), Text(fault.Open), Text(fault.Seconds),
                Text(fault.Service.Prepare), Text(fault.Service.Check), Text(fault.Service.Delivery));
        }

        return table;
    }

    private static void Line(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static void Line(string text) => Console.Out.WriteLine(text);

    private static string Text(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
