using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Coordinator.Common;

namespace Coordinator.Hosting.Options;

/// <summary>Text of <c>--help</c>: the options to know first, then all by capability, each with default, range and meaning.</summary>
internal static partial class HelpText
{
    private const int Width = 120;

    private const string Usage = """
        Usage: Coordinator [--key value]...                  runs a node
               Coordinator schema apply [--key value]...     creates or upgrades the tables in the database
               Coordinator schema print                      prints the SQL of the tables for PostgreSQL
               Coordinator backup FILE [--key value]...      copies the SQLite database to a file, also while a node runs
               Coordinator restore [FILE] [--key value]...   puts a backup in place of the SQLite database, or records that
                                                             PostgreSQL was restored
               Coordinator compact [--key value]...          writes the SQLite database anew without its free pages
               Coordinator secret hash                       hashes a secret of sessions.participants, from standard input
               Coordinator help                              prints this text
               Coordinator --version                         prints the version

        A node without options listens on loopback and keeps its data in ./data. Nodes with cluster.seeds need "schema apply"
        before they start; a node by itself applies the schema when it starts.

        Options come from the section "Coordinator" of appsettings.json, then from the environment, then from the command line.
        The last one wins. The name in the environment is COORDINATOR__ and the key with dots as two underscores:
        COORDINATOR__REMOTING__PORT. Durations: 500ms, 10s, 5m, 1h, 7d or 00:00:10. Sizes: 65536, 64KiB, 8MiB.
        """;

    private static readonly string[] First =
    [
        "dataDirectory", "postgresFile", "remoting.host", "remoting.port", "http.port",
        "cluster.seeds", "transactionTimeout", "transactionCheckMax", "delivery.lease", "delivery.maxAttempts",
    ];

    public static string Of(CoordinatorOptions options)
    {
        var summaries = Summaries();
        var text = new StringBuilder(Usage).AppendLine();
        var keys = options.Sections().SelectMany(section => section.Keys()).ToDictionary(key => key.Name);
        Append(text, "The ten options to know first", First.Select(name => keys[name]), summaries);
        foreach (var section in options.Sections())
            Append(text, section.Title, section.Keys(), summaries);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IEnumerable<OptionKey> keys, Dictionary<string, string> summaries)
    {
        text.AppendLine().AppendLine(title);
        foreach (var key in keys)
        {
            text.AppendLine(key.IsText ? $"  --{key.Name} {Allowed(key)}" : $"  {key.Name} (appsettings.json or environment only)");
            foreach (var line in Wrapped(summaries.GetValueOrDefault($"P:{key.Property.DeclaringType!.FullName}.{key.Property.Name}", "")))
                text.AppendLine($"      {line}");
        }
    }

    private static string Allowed(OptionKey key) => OptionRange.Of(key.Property) is { } range
        ? $"(default {OptionText.Of(key.Value)}; {range})"
        : $"(default {OptionText.Of(key.Value)})";

    private static IEnumerable<string> Wrapped(string summary)
    {
        var line = new StringBuilder();
        foreach (var word in summary.Split(' '))
        {
            if (line.Length + word.Length > Width - 8)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }

    private static Dictionary<string, string> Summaries()
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
