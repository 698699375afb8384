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

    /// <summary>The default and the range of a row are those of its option.</summary>
    [Fact]
    public void Row_has_the_default_and_the_range_of_its_option()
    {
        var options = Values();
        var checkedRows = 0;
        foreach (var row in Rows)
        {
            if (!options.TryGetValue(row[2].Trim('`'), out var option) || Range().Match(row[1]) is not { Success: true } range)
                continue;
            checkedRows++;
            Assert.Equal(
                (row[0], option.Default, option.Min, option.Max),
                (row[0], Number(range.Groups["default"].Value), Number(range.Groups["min"].Value), Number(range.Groups["max"].Value)));
        }

        Assert.InRange(checkedRows, 30, int.MaxValue);
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

    private static Dictionary<string, (long Default, long Min, long Max)> Values() => Repository.CSharpFiles("src/Coordinator")
        .Where(file => file.EndsWith("Options.cs", StringComparison.Ordinal))
        .SelectMany(file => OptionWithValue().Matches(Repository.Read(file)).Select(match => (
            Key: KeyOf(file, match.Groups["name"].Value),
            Value: (Product(match.Groups["value"].Value), Number(match.Groups["min"].Value), Number(match.Groups["max"].Value)))))
        .DistinctBy(option => option.Key).ToDictionary(option => option.Key, option => option.Value);

    /// <summary>Value of a constant such as <c>64 * 1024</c>.</summary>
    private static long Product(string code) => code.Split('*').Aggregate(1L, (product, factor) => product * Number(factor.Trim()));

    private static long Number(string text)
    {
        var digits = text.TrimEnd('K', 'M', 'G', 'T', 'i', 'B', ' ', 'L').Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var unit = text[^Math.Min(3, text.Length)..] switch { "KiB" => 10, "MiB" => 20, "GiB" => 30, "TiB" => 40, _ => 0 };
        return long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) << unit;
    }

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

    [GeneratedRegex(@"\[OptionRange\(""(?<min>[^""]+)"", ""(?<max>[^""]+)""\)\]\s+public (?:int|long) (?<name>\w+) \{ get; set; \} = (?<value>[\d_ *L]+);")]
    private static partial Regex OptionWithValue();

    /// <summary>The default, what follows it, and the range.</summary>
    [GeneratedRegex(@"^(?<default>[\d,]+( [KMGT]iB)?)[^;]*; (?<min>[\d,]+( [KMGT]iB)?) to (?<max>[\d,]+( [KMGT]iB)?)$")]
    private static partial Regex Range();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
