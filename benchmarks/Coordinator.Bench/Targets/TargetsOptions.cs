using System.CommandLine;
using Coordinator.Bench.Scenarios;

namespace Coordinator.Bench.Targets;

/// <summary>Command line options of <c>targets</c>.</summary>
internal sealed class TargetsOptions
{
    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "Run small and short scenarios. Shows that they work; the figures mean nothing",
    };

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Only some of throughput, soak, open, recover, checks, catch-up, growth, kill",
        HelpName = "NAME,NAME",
        CustomParser = argument => [.. argument.Tokens.SelectMany(token => token.Value.Split(','))],
    };

    private readonly Option<double?> _seconds = new("--seconds") { Description = "Measured seconds of each load. Default 20" };

    private readonly Option<double?> _warmUp =
        new("--warm-up") { Description = "Seconds of the same load before the measured time. Default 60, which the compiler needs" };

    private readonly Option<double?> _soakMinutes = new("--soak-minutes") { Description = "Minutes of the open loop. Default 10" };

    private readonly Option<int?> _open = new("--open") { Description = "Open transactions. Default 100,000" };

    private readonly Option<int?> _due =
        new("--due") { Description = "Hanging transactions that fall due at once. Default 20,000" };

    private readonly Option<int?> _behind =
        new("--behind") { Description = "Messages that a consumer is behind. Default 1,000,000" };

    private readonly Option<int?> _rows =
        new("--rows") { Description = "Rows of the full journal. Default 10,000,000" };

    public SharedOptions Shared { get; } = new();

    public Option<string?> Markdown { get; } = new("--markdown")
    {
        Description = "Also write the table into this file, in the form of docs/performance.md",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        Option[] own = [_quick, _only, _seconds, _warmUp, _soakMinutes, _open, _due, _behind, _rows, Markdown];
        foreach (var option in own)
            command.Add(option);
        Shared.AddTo(command, withStorage: false);
    }

    public IReadOnlyList<IScenario> Scenarios(ParseResult parsed)
    {
        var quick = parsed.GetValue(_quick);
        var sizes = new TargetSizes
        {
            WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp) ?? (quick ? 2 : 60)),
            Length = TimeSpan.FromSeconds(parsed.GetValue(_seconds) ?? (quick ? 2 : 20)),
            Soak = TimeSpan.FromMinutes(parsed.GetValue(_soakMinutes) ?? (quick ? 0.1 : 10)),
            SoakRate = quick ? 100 : 2_000,
            Open = parsed.GetValue(_open) ?? (quick ? 2_000 : 100_000),
            Due = parsed.GetValue(_due) ?? (quick ? 500 : 20_000),
            Behind = parsed.GetValue(_behind) ?? (quick ? 10_000 : 1_000_000),
            Rows = parsed.GetValue(_rows) ?? (quick ? 20_000 : 10_000_000),
            Kills = quick ? 1 : 3,
            Settle = TimeSpan.FromSeconds(quick ? 3 : 20),
        };
        var all = TargetList.All(sizes, Shared.Set(parsed));
        var only = parsed.GetValue(_only) ?? [];
        var unknown = only.Except(all.Select(named => named.Name)).ToArray();
        return unknown.Length == 0
            ? [.. all.Where(named => only.Length == 0 || only.Contains(named.Name)).SelectMany(named => named.Scenarios)]
            : throw new BenchFailedException($"Unknown scenario {string.Join(", ", unknown)}. --help lists the scenarios of --only.");
    }
}
