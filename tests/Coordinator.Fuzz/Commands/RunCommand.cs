using System.CommandLine;
using Coordinator.Fuzz.Running;
using Coordinator.Harness;
using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Fuzz.Commands;

/// <summary><c>run</c>: attacks a coordinator that it starts.</summary>
internal static class RunCommand
{
    private const int Failed = 4;

    public static Command Build()
    {
        var seed = Options.Seed();
        var duration = Options.DurationOf("60s", "Time for which new connections are opened");
        var nodes = new Option<int>("--nodes") { Description = "Nodes: 1 with SQLite, or 3 with PostgreSQL", DefaultValueFactory = _ => 1 };
        nodes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (1 or 3))
                result.AddError($"--nodes must be 1 or 3, but is {result.GetValueOrDefault<int>()}.");
        });
        var tls = new Option<bool>("--tls") { Description = "Uses mutual TLS" };
        var layers = Options.Layers();
        var peers = Options.AtLeast("--peers", "Connections at the same time", 1, 4);
        var from = Options.AtLeast("--from", "First iteration, to repeat some", 0, 0);
        var count = Options.AtLeast("--count", "Most iterations", 1, long.MaxValue);
        var logs = new Option<string?>("--logs") { Description = "Copies the logs of the nodes into this directory", HelpName = "DIR" };

        var command = new Command("run", "Attacks a coordinator that it starts, and requires that the coordinator and an innocent participant "
            + "notice nothing. Exit codes: 0 passed, 1 a promise was broken, 2 bad usage, 3 invalid (too little happened), 4 could not be run")
        {
            seed, duration, nodes, tls, layers, peers, from, count, logs,
        };
        command.SetAction((parsed, ct) => RunAsync(
            new FuzzPlan(
                Options.SeedOf(parsed.GetValue(seed)),
                Options.Parse(parsed.GetRequiredValue(duration)),
                SetupOf(parsed.GetValue(nodes), parsed.GetValue(tls)),
                Options.LayersOf(parsed.GetRequiredValue(layers)))
            {
                Peers = (int)Math.Min(parsed.GetValue(peers), int.MaxValue),
                From = parsed.GetValue(from),
                Count = parsed.GetValue(count),
                Logs = parsed.GetValue(logs),
            },
            ct));
        return command;
    }

    private static Setup SetupOf(int nodes, bool tls) => (nodes, tls) switch
    {
        (1, false) => Setup.OneNode,
        (1, true) => Setup.OneNodeTls,
        (_, false) => Setup.ThreeNodes,
        (_, true) => Setup.ThreeNodesTls,
    };

    private static async Task<int> RunAsync(FuzzPlan plan, CancellationToken ct)
    {
        try
        {
            using var run = new FuzzRun(plan, Console.Out.WriteLine);
            var report = await run.ExecuteAsync(ct);
            await Console.Out.WriteLineAsync(report.ToText());
            return (int)report.Outcome;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Failed;
        }
        catch (Exception failed) when (failed is FuzzException or HarnessException or TimeoutException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return Failed;
        }
    }
}
