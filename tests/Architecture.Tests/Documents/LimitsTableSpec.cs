using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests.Documents;

/// <summary>Keeps the table of limits in docs/operations.md true: each option that is a limit is in it, and what it names exists.</summary>
public sealed partial class LimitsTableSpec
{
    /// <summary>Counts and sizes that limit nothing for anybody: addresses, and sizes of internal steps.</summary>
    private static readonly string[] NotLimits = ["port", "topics.queuesPerTopic", "sweepPageSize"];

    private static readonly Dictionary<string, string> Sections = new()
    {
        ["SessionOptions"] = "sessions.",
        ["TopicOptions"] = "topics.",
        ["DeliveryOptions"] = "delivery.",
        ["RemotingOptions"] = "remoting.",
        ["RetentionOptions"] = "retention.",
        ["QueueRetentionOptions"] = "retention.",
    };

    private static readonly string[][] Rows = RowsOfTable();

    [Fact]
    public void Every_option_that_is_a_limit_has_its_row()
    {
        var rows = Rows.Select(row => row[2]).ToList();
        var options = Options();

        Assert.InRange(options.Count, 30, int.MaxValue);
        Assert.DoesNotContain(options, option => !rows.Contains($"`{option}`"));
    }

    [Fact]
    public void Row_names_an_option_that_exists_or_says_fixed()
    {
        var options = Options();

        Assert.DoesNotContain(Rows.Select(row => row[2]), option =>
            option is not ("fixed" or "-" or "`MaxInFlightCommands` of the library") && !options.Contains(option.Trim('`')));
    }

    [Fact]
    public void Every_test_of_the_table_exists()
    {
        var tests = Repository.CSharpFiles("tests").ToLookup(file => Path.GetFileNameWithoutExtension(file), Repository.Read);
        var named = Rows.SelectMany(row => Code().Matches(row[5]).Select(match => match.Groups["code"].Value.Split('.'))).ToList();

        Assert.InRange(named.Count, 40, int.MaxValue);
        Assert.DoesNotContain(
            named, test => !tests[test[0]].Any(text => test.Length == 1 || text.Contains($" {test[1]}(", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_metric_of_the_table_exists()
    {
        var sources = string.Concat(Repository.CSharpFiles("src/Coordinator").Select(Repository.Read));
        var named = Rows.SelectMany(row => Code().Matches(row[4]).Select(match => match.Groups["code"].Value))
            .Where(name => name.StartsWith("coordinator.", StringComparison.Ordinal)).Distinct().ToList();

        Assert.InRange(named.Count, 10, int.MaxValue);
        // Some classes put the prefix of their capability before each name.
        Assert.DoesNotContain(named, name => !sources.Contains($"\"{name}\"", StringComparison.Ordinal)
            && !sources.Contains($"\"{name[(name.LastIndexOf('.') + 1)..]}\"", StringComparison.Ordinal));
    }

    private static List<string> Options() =>
    [
        .. Repository.CSharpFiles("src/Coordinator")
            .Where(file => file.EndsWith("Options.cs", StringComparison.Ordinal))
            .SelectMany(file => Option().Matches(Repository.Read(file)).Select(match => KeyOf(file, match.Groups["name"].Value)))
            .Where(option => !NotLimits.Contains(option) && !option.EndsWith(".port", StringComparison.Ordinal)),
    ];

    private static string KeyOf(string file, string property) =>
        $"{Sections.GetValueOrDefault(Path.GetFileNameWithoutExtension(file))}{char.ToLowerInvariant(property[0])}{property[1..]}";

    private static string[][] RowsOfTable()
    {
        var section = Repository.Read("docs/operations.md").Split("\n### Limits\n")[1].Split("\n### ")[0];
        return
        [
            .. section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))
                .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
                .Where(row => row.Length == 6 && row[0] != "limit"),
        ];
    }

    /// <summary>A count or a size with a range. Times are not limits.</summary>
    [GeneratedRegex(@"\[OptionRange\([^)]*\)\]\s+public (?:int|long) (?<name>\w+)")]
    private static partial Regex Option();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
