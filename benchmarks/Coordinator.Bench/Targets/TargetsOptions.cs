using System.CommandLine;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Scenarios;

namespace Coordinator.Bench.Targets;

/// <summary>How long and how large everything is that has a target.</summary>
internal sealed class TargetsOptions
{
    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "Everything small and short: shows that it works, and its figures mean nothing",
    };

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Only these of: throughput", HelpName = "NAME,NAME",
        CustomParser = argument => [.. argument.Tokens.SelectMany(token => token.Value.Split(','))],
    };

    private readonly Option<double?> _seconds = new("--seconds") { Description = "How long each load is measured. Default 20" };

    private readonly Option<double?> _warmUp =
        new("--warm-up") { Description = "Seconds of the same load before. Default 60: the compiler needs them" };

    public SharedOptions Shared { get; } = new();

    public Option<string?> Markdown { get; } = new("--markdown")
    {
        Description = "Write the table into this file too, as docs/performance.md has it", HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _quick, _only, _seconds, _warmUp, Markdown })
            command.Add(option);
        Shared.AddTo(command, withStorage: false);
    }

    public IReadOnlyList<IScenario> Scenarios(ParseResult parsed)
    {
        var quick = parsed.GetValue(_quick);
        var warmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp) ?? (quick ? 2 : 60));
        var length = TimeSpan.FromSeconds(parsed.GetValue(_seconds) ?? (quick ? 2 : 20));
        var set = Shared.Set(parsed);
        (string Name, IReadOnlyList<IScenario> Scenarios)[] all =
        [
            ("throughput", new ThroughputTargets(warmUp, length, CoordinatorSettings.Of(set)).All),
        ];
        var only = parsed.GetValue(_only) ?? [];
        var unknown = only.Except(all.Select(named => named.Name)).ToArray();
        return unknown.Length == 0
            ? [.. all.Where(named => only.Length == 0 || only.Contains(named.Name)).SelectMany(named => named.Scenarios)]
            : throw new BenchFailedException($"There is no {string.Join(", ", unknown)} among what has a target.");
    }
}
