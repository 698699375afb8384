namespace Coordinator.Architecture.Tests.Language;

/// <summary>
/// Checks the language of code and documents. CONTRIBUTING.md says how to see the findings of a listed file, and how to shrink the
/// list.
/// </summary>
public sealed class LanguageSpec
{
    private const string Show = "COORDINATOR_LANGUAGE_SHOW";

    private static readonly ExceptionList Exceptions =
        new($"{Repository.ArchitectureTests}/Language/exceptions.txt", "COORDINATOR_LANGUAGE");

    [Fact]
    public void Language_is_plain()
    {
        var check = new LanguageCheck(RenameTable.Default);
        List<Finding> findings =
            [.. Files().AsParallel().AsOrdered().SelectMany(file => check.Check(file, Repository.Read(file)))];

        if (Environment.GetEnvironmentVariable(Show) is { Length: > 0 } shown)
            Findings.AssertNone(findings.Where(finding => finding.File.StartsWith(shown, StringComparison.Ordinal)));
        Exceptions.Enforce(findings);
    }

    private static IEnumerable<string> Files() =>
    [
        .. Repository.CSharpFiles("src", "tests", "benchmarks", "samples"),
        .. Repository.Files("docs", "*.md"),
        .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "src/Contracts/Remoting/README.md" }.Where(Repository.Has),
    ];
}
