using Coordinator.Fuzz.Parsing;
using Xunit.Abstractions;

namespace Coordinator.Fuzz.Tests;

/// <summary>Gives changed bytes to the parsers that read what a stranger sends. Longer: the command <c>parsers</c>.</summary>
public sealed class ParserSpec(ITestOutputHelper output)
{
    private const int Seed = 11;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    [Fact]
    public void Changed_bytes_are_read_or_refused_and_never_an_exception()
    {
        var (cases, failure) = ParserRun.Execute(Seed, Duration);

        output.WriteLine($"{cases} cases, seed {Seed}");
        Assert.Null(failure);
        Assert.NotEqual(0, cases);
    }

    [Fact]
    public void Bytes_without_changes_are_read()
    {
        foreach (var parser in ParserCatalog.All)
            parser.Read(new Mutating.FuzzRandom(1), parser.Sample(new Mutating.FuzzRandom(1)));
    }
}
