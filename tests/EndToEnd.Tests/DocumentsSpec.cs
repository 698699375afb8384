using System.Text.RegularExpressions;
using Coordinator.Harness.Processes;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Checks that tests, options and files exist that the documents name.</summary>
public sealed partial class DocumentsSpec
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("docs/guarantees.md", 30)]
    [InlineData("SECURITY.md", 30)]
    public void Document_names_tests_that_exist(string document, int atLeast)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*Spec.cs", SearchOption.AllDirectories);
        var tests = string.Concat(files.Select(File.ReadAllText));
        var named = TestName().Matches(Read(document));

        Assert.InRange(named.Count, atLeast, int.MaxValue);
        Assert.DoesNotContain(
            named,
            name => !tests.Contains($"class {name.Groups["class"].Value}", StringComparison.Ordinal)
                || !tests.Contains($" {name.Groups["method"].Value}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Operations_name_options_that_exist()
    {
        await using var coordinator = CoordinatorProcess.Start("--help");
        Assert.Equal(0, await coordinator.ExitAsync());
        var table = Read("docs/operations.md").Split("## Options")[1].Split("## Health")[0];
        var named = table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => OptionName().Matches(line.Split('|')[1]))
            .Select(match => match.Groups["key"].Value)
            .ToList();

        Assert.Contains("transactionTimeout", named);
        Assert.DoesNotContain(named, key => !HasOption(coordinator.Output, key));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("src/Contracts/Remoting/README.md")]
    [InlineData("docs/guarantees.md")]
    [InlineData("docs/participants.md")]
    [InlineData("docs/operations.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/wire-and-journal.md")]
    [InlineData("docs/kubernetes.md")]
    [InlineData("docs/performance.md")]
    [InlineData("docs/protocol-model.md")]
    [InlineData("docs/reliability.md")]
    public void Document_links_to_files_that_exist(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, document))!;
        Assert.DoesNotContain(
            Link().Matches(Read(document)).Select(link => link.Groups["path"].Value),
            path => !Path.Exists(Path.Combine(folder, path)));
    }

    [Fact]
    public void Readme_is_read_in_one_go() => Assert.InRange(Read("README.md").Split('\n').Length, 1, 150);

    internal static string PathOf(string document) => Path.Combine(Root, document);

    private static bool HasOption(string help, string key) =>
        Regex.IsMatch(help, $@"^\s+(--)?{Regex.Escape(key)} \(", RegexOptions.Multiline);

    private static string Read(string document) => File.ReadAllText(PathOf(document));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Coordinator.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not within the repository.");
        return folder;
    }

    [GeneratedRegex(@"`(?<class>[A-Za-z]+Spec)(\.(?<method>\w+))?`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"`(?<key>[\w.]+)`")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
