using System.Globalization;
using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests.Documents;

/// <summary>Keeps the table of lines in docs/comparison.md true: it counts the programs of each system by one rule.</summary>
public sealed partial class ComparisonSpec
{
    private const string Document = "docs/comparison.md";
    private const string Folder = "docs/comparison";
    private const int MostColumns = 120;

    private static readonly string[] Services = ["Orders", "Shipping"];

    public static TheoryData<string> Systems => [.. Rows().Select(row => row.System)];

    [Fact]
    public void Every_system_with_code_has_its_row()
    {
        var systems = Repository.Files(Folder, "Orders.cs").Select(file => file.Split('/')[2]).ToList();

        Assert.Equal(6, systems.Count);
        Assert.Equal(systems.Append("../samples/Shop").Order(), Rows().Select(row => row.Path.Replace("comparison/", "", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Row_says_how_many_lines_the_programs_have(string system)
    {
        var row = Rows().Single(row => row.System == system);
        int[] counted = [.. Services.Select(service => Program(row.Path, service).Count(Counts))];

        Assert.Equal([.. counted, counted.Sum()], row.Lines);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Line_of_a_program_is_short(string system) =>
        Findings.AssertNone(
            from service in Services
            from line in Program(Rows().Single(row => row.System == system).Path, service)
            where line.Length > MostColumns
            select $"{system}, {service}: {line.Length} columns, at most {MostColumns} are allowed: {line}");

    [Fact]
    public void Readme_says_how_many_lines_our_pair_has()
    {
        var ours = Rows().Single(row => row.System == "Coordinator").Lines[2];

        Assert.Contains($"a pair of services takes {ours} lines", Repository.Read("README.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("using Shop;", false)]
    [InlineData("", false)]
    [InlineData("    // A comment.", false)]
    [InlineData("    using var scope = services.CreateScope();", true)]
    [InlineData("app.Run();", true)]
    [InlineData("{", true)]
    public void Line_counts_unless_it_is_blank_a_directive_or_a_comment(string line, bool counts) => Assert.Equal(counts, Counts(line));

    private static bool Counts(string line) => !NotCounted().IsMatch(line);

    private static string[] Program(string path, string service)
    {
        var file = Path.Combine("docs", path, path.StartsWith("comparison/", StringComparison.Ordinal) ? $"{service}.cs" : $"{service}/Program.cs");
        return Repository.Read(file).TrimEnd('\n').Split('\n');
    }

    private static List<(string System, string Path, int[] Lines)> Rows()
    {
        var section = Repository.Read(Document).Split("\n## Lines\n")[1].Split("\n## ")[0];
        return
        [
            .. Row().Matches(section).Select(match => (
                match.Groups["system"].Value,
                match.Groups["path"].Value,
                match.Groups["lines"].Captures.Select(lines => int.Parse(lines.Value, CultureInfo.InvariantCulture)).ToArray())),
        ];
    }

    [GeneratedRegex(@"^\| \[(?<system>[^\]]+)\]\((?<path>[^)]+)\) \| [^|]+ (\| (?<lines>\d+) ){3}\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>The rule. docs/comparison.md has it as a command for one file.</summary>
    [GeneratedRegex(@"^\s*(//.*)?$|^using ")]
    private static partial Regex NotCounted();
}
