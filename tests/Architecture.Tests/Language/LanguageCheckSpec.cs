namespace Coordinator.Architecture.Tests.Language;

/// <summary>Shows on samples that the check can fail. They are no C# files, so that the check does not find its own samples.</summary>
public sealed class LanguageCheckSpec
{
    [Theory]
    [InlineData("accepted.cs")]
    [InlineData("accepted.md")]
    public void Plain_language_is_accepted(string sample) => Findings.AssertNone(Check(sample));

    [Theory]
    [InlineData("refused.cs", 3, "a summary starts with a noun or a verb")]
    [InlineData("refused.cs", 7, "29 words in one sentence")]
    [InlineData("refused.cs", 12, "29 words in one sentence")]
    [InlineData("refused.md", 3, "29 words in one sentence")]
    [InlineData("refused.md", 6, "29 words in one sentence")]
    public void Sentence_is_refused(string sample, int line, string finding) =>
        Assert.Contains(Check(sample), found => found.Line == line && found.Text.Contains(finding, StringComparison.Ordinal));

    [Theory]
    [InlineData("refused.cs", 10, "Completed")]
    [InlineData("refused.cs", 14, "session listener")]
    [InlineData("refused.cs", 15, "force")]
    [InlineData("refused.cs", 18, "ReconnectBackoff")]
    [InlineData("refused.cs", 19, "Redeliver")]
    [InlineData("refused.cs", 21, "MessageBuffer")]
    [InlineData("refused.cs", 23, "BackingOff")]
    [InlineData("refused.cs", 26, "connects")]
    [InlineData("refused.md", 1, "session listener")]
    public void Replaced_word_is_refused(string sample, int line, string replacement)
    {
        var expected = $"was replaced by \"{replacement}\".";
        Assert.Contains(Check(sample), found => found.Line == line && found.Text.EndsWith(expected, StringComparison.Ordinal));
    }

    private static IReadOnlyList<Finding> Check(string sample)
    {
        var text = Repository.Read($"{Repository.ArchitectureTests}/Language/Samples/{sample}.txt");
        return new LanguageCheck(RenameTable.Default).Check(sample, text);
    }
}
