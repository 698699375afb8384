using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Coordinator.Hosting.Options;

/// <summary>
/// What <c>--help</c> prints: every option with its default, its name in the environment, and what its source says of it.
/// </summary>
internal static partial class HelpText
{
    private const string Usage = """
        Usage: Coordinator [--key value]...
               Coordinator schema apply [--key value]...
               Coordinator schema print

        "schema apply" makes or upgrades the tables in the database that the options name; nodes with cluster.seeds want
        that done before they start, a node by itself does it. "schema print" writes the SQL for PostgreSQL.

        Keys come from the section "Coordinator" of appsettings.json, then from the environment, then from the command line;
        the last one wins. Durations: 500ms, 10s, 5m, 1h, 7d or 00:00:10. Without any option a node starts on loopback,
        with its data in ./data.

          --help     this text
          --version  the version

        """;

    public static string Of(CoordinatorOptions options)
    {
        var documentation = Documentation();
        var text = new StringBuilder(Usage);
        foreach (var key in options.Sections().SelectMany(section => section.Keys()))
        {
            text.AppendLine();
            text.AppendLine(key.IsText
                ? $"  --{key.Name} ({OptionValue.Write(key.Value)})"
                : $"  {key.Name} (appsettings.json or environment)");
            text.AppendLine($"      {key.EnvironmentName}{(key.IsText ? "" : "__0__...")}");
            if (documentation.TryGetValue($"P:{key.Property.DeclaringType!.FullName}.{key.Property.Name}", out var summary))
                text.AppendLine($"      {summary}");
        }

        return text.ToString();
    }

    private static Dictionary<string, string> Documentation()
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{typeof(HelpText).Assembly.GetName().Name}.xml");
        return File.Exists(file)
            ? XDocument.Load(file).Descendants("member").Where(member => member.Element("summary") is not null)
                .ToDictionary(member => (string)member.Attribute("name")!, member => Plain(member.Element("summary")!))
            : [];
    }

    private static string Plain(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToArray())
            reference.ReplaceWith(((string?)reference.Attribute("cref"))?.Split('.')[^1] ?? string.Empty);
        return Whitespace().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
