using System.Globalization;
using OrderPayment.Story;
using Spectre.Console;

namespace OrderPayment.Proof;

/// <summary>Prints the result of a run.</summary>
internal static class Report
{
    public static void Print(IAnsiConsole console, Outcome outcome)
    {
        console.WriteLine();
        if (outcome.Timeline is { } timeline)
            Print(console, timeline);
        console.Write(Table(outcome.Verdict.Figures));
        console.WriteLine("Violations of each rule, counted by SQL over orders.db, shipping.db, points.db and coordinator.db:");
        foreach (var (rule, breaches) in outcome.Verdict.Breaches)
            console.MarkupLineInterpolated($"  [bold {Colour(breaches.Count)}]{breaches.Count}[/]  {rule.Says}{Some(breaches)}");
        console.MarkupLineInterpolated($"Finished in {outcome.Verdict.Figures.Seconds} s.");
    }

    private static void Print(IAnsiConsole console, Timeline timeline)
    {
        var table = new Table { Title = new TableTitle($"Transaction {timeline.Id}, decided by a check") };
        table.AddColumns("time", "what", "who", "detail");
        foreach (var entry in timeline.Entries)
        {
            table.AddRow(
                new Text(entry.At.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)),
                new Text(entry.Kind),
                new Text(entry.Who ?? ""),
                new Text(entry.Detail ?? ""));
        }

        console.Write(table);
    }

    private static Table Table(Figures figures)
    {
        var table = new Table().HideHeaders();
        table.AddColumn("what").AddColumn(new TableColumn("how many").RightAligned());
        Row("orders", figures.Orders);
        Row("paid", figures.Paid);
        Row("declined", figures.Declined);
        Row("transactions committed", figures.Committed);
        Row("transactions rolled back", figures.RolledBack);
        Row("decided by a check", figures.DecidedByCheck);
        Row("delivered to shipping", figures.Shipped);
        Row("delivered to points", figures.PointsAwarded);
        Row("redeliveries absorbed", figures.RedeliveriesAbsorbed);
        Row("processes killed", figures.Kills);
        var colour = Colour(figures.Inconsistent);
        table.AddRow($"[bold {colour}]inconsistent[/]", $"[bold {colour}]{figures.Inconsistent}[/]");
        return table;

        void Row(string what, long count) => table.AddRow(what, count.ToString(CultureInfo.InvariantCulture));
    }

    private static string Colour(int breaches) => breaches == 0 ? "green" : "red";

    private static string Some(IReadOnlyList<string> breaches) =>
        breaches.Count == 0 ? "" : $": {string.Join(", ", breaches.Take(5))}{(breaches.Count > 5 ? ", ..." : "")}";
}
