using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Coordinator.Faults.Faults;
using Coordinator.Faults.Reporting;
using Coordinator.Harness;

namespace Coordinator.Faults.Running;

/// <summary><c>run</c>: one run under faults, and its verdict.</summary>
internal static class RunCommand
{
    private const int UsageError = 2;
    private const int Failed = 4;
    private const string Everything = "all";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Command Build()
    {
        var seed = new Option<int?>("--seed") { Description = "Repeats the schedule of a run. Default: a new one, which is printed" };
        var seconds = Positive("--seconds", "Length of the load and of the faults in seconds", 120);
        var calm = Positive("--calm", "Seconds of load without faults afterwards, in which the promises about time are judged", 60);
        var settle = Positive("--settle", "Most seconds to wait afterwards until nothing is open", 180);
        var nodes = Positive("--nodes", "Coordinator nodes", 3);
        var workers = Positive("--workers", "Transactions under way at once in each of the three producers", 8);
        var faults = new Option<string>("--faults")
        {
            Description = $"Kinds of faults, separated by commas ('list' shows them), or {Everything}",
            HelpName = "KIND,KIND",
            DefaultValueFactory = _ => Everything,
        };
        faults.Validators.Add(result =>
        {
            foreach (var unknown in Names(result.GetValueOrDefault<string>()).Where(name => name != Everything && FaultCatalog.Find(name) is null))
                result.AddError($"Unknown fault {unknown} in --faults. The command list shows all kinds.");
        });
        var bugs = new Option<SeededBugs>("--bug") { Description = "Builds in a bug that the checker must catch" };
        var coordinator = new Option<FileInfo?>("--coordinator") { Description = "Another build's Coordinator.dll", HelpName = "FILE" };
        coordinator.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo?>() is { Exists: false } missing)
                result.AddError($"--coordinator must be the Coordinator.dll of a build, but {missing.FullName} does not exist.");
        });
        var data = new Option<string?>("--data") { Description = "Keep databases, histories and logs in this directory", HelpName = "DIR" };
        var closed = new Option<bool>("--closed")
        {
            Description = "Deny all connections to participants, and count the attempts; needs root",
        };
        var retention = Positive("--retention", "Seconds after which transactions, messages, outcomes and inbox rows are deleted, once they are not needed. Default: not in the run");
        var hold = new Option<int?>("--hold") { Description = "Seconds from the beginning of each fault to its end. Default: drawn from the seed" };
        var json = new Option<bool>("--json") { Description = "Print all figures as one JSON object on the last line" };

        var command = new Command("run", "Runs services against a cluster, injects faults from a seed, and judges the histories. "
            + "Exit codes: 0 passed, 1 a promise was broken, 2 bad usage, 3 invalid (too little happened), 4 could not be run")
        {
            seed, seconds, calm, nodes, faults, workers, settle, bugs, coordinator, data, closed, retention, hold, json,
        };
        command.SetAction((parsed, ct) => RunAsync(
            new RunPlan(
                parsed.GetValue(seed) ?? RandomNumberGenerator.GetInt32(1, 1_000_000),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                TimeSpan.FromSeconds(parsed.GetValue(calm)),
                TimeSpan.FromSeconds(parsed.GetValue(settle)),
                parsed.GetValue(nodes),
                parsed.GetValue(workers),
                [.. Available(Names(parsed.GetRequiredValue(faults))).Select(kind => kind.Held(parsed.GetValue(hold)))],
                parsed.GetValue(bugs),
                parsed.GetValue(coordinator)?.FullName,
                parsed.GetValue(data),
                parsed.GetValue(closed),
                parsed.GetValue(retention) is { } time ? TimeSpan.FromSeconds(time) : null),
            parsed.GetValue(json),
            ct));
        return command;
    }

    private static async Task<int> RunAsync(RunPlan plan, bool json, CancellationToken ct)
    {
        try
        {
            if (plan.Kinds.Count == 0)
                throw new FaultsException("This machine can inject none of the chosen faults. The command list shows what each needs.");
            var report = await new Run(plan, Console.Out.WriteLine).ExecuteAsync(ct);
            await Console.Out.WriteAsync(ReportText.Of(report));
            if (json)
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, Json));
            return (int)report.Outcome;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Failed;
        }
        catch (Exception failed) when (failed is FaultsException or HarnessException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return Failed;
        }
    }

    /// <summary>Selects the faults that this machine can inject, and prints the reason for the others.</summary>
    private static FaultKind[] Available(string[] names)
    {
        var wanted = names.Contains(Everything) ? FaultCatalog.All : names.Select(FaultCatalog.Find).OfType<FaultKind>().Distinct().ToArray();
        foreach (var kind in wanted)
        {
            if (kind.Absence() is { } absence)
                Console.Out.WriteLine($"skipped: {kind.Name} ({absence})");
        }

        return [.. wanted.Where(kind => kind.Absence() is null)];
    }

    private static string[] Names(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Option<int> Positive(string name, string description, int usually)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usually };
        option.Validators.Add(result => RequirePositive(result, name, result.GetValueOrDefault<int>()));
        return option;
    }

    private static Option<int?> Positive(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result => RequirePositive(result, name, result.GetValueOrDefault<int?>() ?? 1));
        return option;
    }

    private static void RequirePositive(OptionResult result, string name, int value)
    {
        if (value < 1)
            result.AddError($"{name} must be at least 1, but is {value}.");
    }
}
