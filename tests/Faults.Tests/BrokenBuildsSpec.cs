using Coordinator.Faults.Proving;

namespace Coordinator.Faults.Tests;

/// <summary>Checks that each bug can still be built in. The command <c>prove</c> checks that each bug is caught.</summary>
public sealed class BrokenBuildsSpec
{
    public static TheoryData<string> Names => [.. BrokenBuilds.All.Select(build => build.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Edits_fit_the_sources(string name)
    {
        var root = Sources.Root();
        foreach (var edits in BrokenBuilds.All.Single(build => build.Name == name).Edits.GroupBy(edit => edit.File))
        {
            var source = File.ReadAllText(Path.Combine(root, edits.Key));
            Assert.NotEqual(source, edits.Aggregate(source, (text, edit) => edit.Apply(text)));
        }
    }

    [Fact]
    public void Edit_that_does_not_fit_says_so()
    {
        var edit = new Edit("a.cs", "once", "twice");
        Assert.Throws<FaultsException>(() => edit.Apply("never"));
        Assert.Throws<FaultsException>(() => edit.Apply("once and once"));
        Assert.Equal("twice", edit.Apply("once"));
    }
}
