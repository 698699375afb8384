using System.CommandLine;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Comparing;

/// <summary>Command line options of <c>compare</c>.</summary>
internal sealed class CompareOptions
{
    private const int LeastPairs = 2;

    public CompareOptions() => Pairs.Validators.Add(result =>
    {
        if (result.GetValue(Pairs) is var pairs && pairs < LeastPairs)
            result.AddError($"{Pairs.Name} must be at least {LeastPairs}, but is {pairs}.");
    });

    public RunOptions Load { get; } = new();

    public Option<string[]> A { get; } = OfVariant("--a", "Setting of A, in addition to --set");

    public Option<string[]> B { get; } = OfVariant("--b", "Setting of B, in addition to --set");

    public Option<int> Pairs { get; } = new("--pairs")
    {
        Description = "Pairs of runs, one of A and one of B, for each load. "
            + $"Fewer than {Judge.FewestPairs} leave every verdict undecided",
        DefaultValueFactory = _ => Judge.FewestPairs,
    };

    public Option<FailOn> FailOn { get; } = new("--fail-on")
    {
        Description = "Exit with 1 when a figure of B is worse",
        DefaultValueFactory = _ => Comparing.FailOn.Nothing,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print all figures as one JSON object on the last line" };

    public void AddTo(Command command)
    {
        foreach (var option in Load.OfLoad.Concat([A, B, Pairs, FailOn, Json]))
            command.Add(option);
    }

    private static Option<string[]> OfVariant(string name, string description) =>
        new(name) { Description = description, HelpName = "KEY=VALUE" };
}
