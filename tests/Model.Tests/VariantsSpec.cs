using System.Text.RegularExpressions;

namespace Coordinator.Model.Tests;

/// <summary>
/// Checks the form of broken variants. A broken variant is the model with one thing changed. Its name occurs in one place,
/// which defines one macro, in one line with the change and in one line without it.
/// </summary>
public sealed partial class VariantsSpec
{
    [Theory]
    [InlineData("transaction.pml")]
    [InlineData("order.pml")]
    [InlineData("commit.pml")]
    [InlineData("purge.pml")]
    public void Broken_variant_changes_one_macro(string model)
    {
        var text = Read(model);

        var switches = SwitchPattern().Matches(text);

        Assert.NotEmpty(switches);
        Assert.All(switches, @switch => Assert.Equal(@switch.Groups["broken"].Value, @switch.Groups["right"].Value));
        Assert.Equal(switches.Count, MentionPattern().Count(text));
        Assert.Equal(switches.Count, switches.Select(Variant).Distinct().Count());
    }

    [Theory]
    [InlineData("transaction.pml")]
    [InlineData("order.pml")]
    [InlineData("commit.pml")]
    [InlineData("purge.pml")]
    public void Every_broken_variant_has_its_test(string model)
    {
        var tested = Variants.OfStates.Concat<object[]>(Variants.OfRuns).Where(row => (string)row[0] == model);

        Assert.Equal(
            SwitchPattern().Matches(Read(model)).Select(Variant).Order(),
            tested.Select(row => (string)row[1]).Distinct().Order());
    }

    [Theory]
    [InlineData("transaction.pml")]
    [InlineData("order.pml")]
    [InlineData("commit.pml")]
    [InlineData("purge.pml")]
    public void Every_property_is_broken_by_a_variant(string model)
    {
        var tested = Variants.OfStates.Concat<object[]>(Variants.OfRuns).Where(row => (string)row[0] == model);

        Assert.Equal(
            PropertyPattern().Matches(Read(model)).Select(match => match.Groups[1].Value).Distinct().Order(),
            tested.Select(row => (string)row[2]).Distinct().Order());
    }

    private static string Read(string model) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, model));

    private static string Variant(Match @switch) => @switch.Groups["variant"].Value;

    [GeneratedRegex(
        @"^#ifdef BROKEN_(?<variant>\w+)\n#define (?<broken>\w+)\b.*\n#else\n#define (?<right>\w+)\b.*\n#endif$",
        RegexOptions.Multiline)]
    private static partial Regex SwitchPattern();

    [GeneratedRegex("BROKEN_")]
    private static partial Regex MentionPattern();

    /// <summary>Matches the names of required properties, and of claims about infinite runs.</summary>
    [GeneratedRegex(@"(?:\bRequire\(|^ltl )([a-z]+(?:_[a-z]+)+)\b", RegexOptions.Multiline)]
    private static partial Regex PropertyPattern();
}
