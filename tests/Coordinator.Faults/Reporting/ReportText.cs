using System.Globalization;
using Coordinator.Harness.Histories;
using Spectre.Console;

namespace Coordinator.Faults.Reporting;

/// <summary>Formats a report as text.</summary>
internal static class ReportText
{
    private const int Width = 150;
    private const int MostViolations = 20;

    public static string Of(RunReport report)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Width;
        console.Write(Faults(report));
        foreach (var line in Lines(report))
            text.WriteLine(line);
        return text.ToString();
    }

    private static IEnumerable<string> Lines(RunReport report)
    {
        var results = report.Results.OrderBy(result => result.Key).Select(result => $"{result.Key} {Text(result.Value)}");
        yield return $"{report.Transactions} transactions begun: {report.Committed} committed, {report.RolledBack} rolled back; "
            + string.Join(", ", results);
        yield return $"{report.Deliveries} deliveries of {report.Messages} messages to groups: {report.Duplicates} repeated, {report.Losses} lost";
        yield return $"{report.Pairs.Judged} pairs of commits of a key had to arrive in their order; "
            + $"in {report.Pairs.AtStake} of them the second began before the first had arrived";
        yield return $"{report.Keys.Keys} business keys: {report.Keys.Sends} sends with {report.Keys.Attempts} local transactions; "
            + $"{report.Keys.Repeated} sends found an earlier commit, and {report.Keys.ByOthers} keys were committed by another process or worker";
        yield return $"{report.Stored.Stored} sends stored, {report.Stored.Behind} of them by a connected process behind earlier ones of their key; "
            + $"{report.Stored.Taken} hand-overs taken, {report.Stored.Refused} refused";
        yield return $"settled within {Text(report.SettleSeconds)} s";
        yield return $"{report.Sessions.Lost} sessions lost, each for {Text(report.Sessions.Longest)} s at most; "
            + $"longest time between two answers {Text(report.Sessions.Silence)} s";
        yield return report.Ingress.Attempts is { } attempts
            ? $"{attempts} attempts to connect to participants, which listen on {report.Ingress.Listeners} ports"
            : $"participants listen on {report.Ingress.Listeners} ports";
        if (report.Retention is { } retention)
            yield return $"deleted: {retention}";
        foreach (var note in report.Notes)
            yield return $"note: {note}";
        foreach (var violations in report.Violations.GroupBy(violation => violation.Promise))
        {
            yield return $"VIOLATED {violations.Key}: {violations.Count()} times";
            foreach (var violation in violations.Take(MostViolations))
                yield return $"  {violation.What}";
        }

        foreach (var reason in report.Invalidities)
            yield return $"INVALID: {reason}";
        yield return $"{report.Outcome.ToString().ToUpperInvariant()}, seed {report.Seed}";
    }

    private static Table Faults(RunReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var name in (string[])["", "fault", "target", "open", "lasted s", "prepare s", "check s", "delivery s", "session s", "silence s"])
            table.AddColumn(name);
        foreach (var fault in report.Faults)
        {
            table.AddRow(
                Text(fault.Number), fault.Kind, Markup.Escape(fault.Target), Text(fault.Open), Text(fault.Seconds),
                Text(fault.Service.Prepare), Text(fault.Service.Check), Text(fault.Service.Delivery),
                Text(fault.Sessions.Longest), Text(fault.Sessions.Silence));
        }

        return table;
    }

    private static string Text(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
