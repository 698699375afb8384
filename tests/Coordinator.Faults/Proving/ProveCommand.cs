using System.CommandLine;
using Coordinator.Faults.Faults;
using Coordinator.Faults.Reporting;
using Coordinator.Faults.Running;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;

namespace Coordinator.Faults.Proving;

/// <summary><c>prove</c>: builds each bug in and checks that it is caught.</summary>
internal static class ProveCommand
{
    private const int Failed = 4;
    private const int MostTries = 3;

    public static Command Build()
    {
        var bugs = new Option<string[]>("--bug")
        {
            Description = $"Which, of: {string.Join(", ", BrokenBuilds.All.Select(build => build.Name))}. Default: all",
            AllowMultipleArgumentsPerToken = true,
        };
        bugs.AcceptOnlyFromAmong([.. BrokenBuilds.All.Select(build => build.Name)]);
        var seed = new Option<int>("--seed") { Description = "Seed of the first run", DefaultValueFactory = _ => 1 };
        var seconds = new Option<int>("--seconds") { Description = "Length of each run in seconds", DefaultValueFactory = _ => 60 };
        var command = new Command("prove", "Builds each known bug into a copy of the coordinator, or a participant, and runs until the "
            + "checker has caught it. Exit codes: 0 all caught, 1 one was not caught, 2 bad usage, 4 could not be run")
        {
            bugs, seed, seconds,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var names = parsed.GetValue(bugs) is { Length: > 0 } chosen ? chosen : [.. BrokenBuilds.All.Select(build => build.Name)];
            try
            {
                var caught = true;
                foreach (var build in BrokenBuilds.All.Where(build => names.Contains(build.Name)))
                    caught &= await ProveAsync(build, parsed.GetValue(seed), TimeSpan.FromSeconds(parsed.GetValue(seconds)), ct);
                return caught ? 0 : 1;
            }
            catch (Exception failed) when (failed is FaultsException or HarnessException or TimeoutException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync(failed.Message);
                return Failed;
            }
        });
        return command;
    }

    private static async Task<bool> ProveAsync(BrokenBuild broken, int seed, TimeSpan length, CancellationToken ct)
    {
        using var directory = new TempDirectory();
        PostgresProcess.AllowPassing(directory.Path);
        var coordinator = broken.Edits.Count == 0 ? null : await Sources.BuildAsync(broken.Edits, directory.Path);
        FaultKind[] kinds = [.. broken.Faults.Select(FaultCatalog.Find).OfType<FaultKind>().Where(kind => kind.Absence() is null)];
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var plan = new RunPlan(seed + attempt, length, broken.Calm, TimeSpan.FromSeconds(45), 3, broken.Workers, kinds, broken.Bugs, coordinator, directory.File($"run-{attempt}"),
                Retention: broken.Retention);
            var report = await new Run(plan, _ => { }).ExecuteAsync(ct);
            var broke = report.Violations.Where(violation => broken.Caught.Contains(violation.Promise)).ToArray();
            if (broke.Length == 0)
                continue;
            await Console.Out.WriteLineAsync(
                $"{broken.Name}: caught ({broken.What}), seed {plan.Seed}: {string.Join(", ", broke.CountBy(one => one.Promise).Select(one => $"{one.Key} {one.Value}"))}");
            await Console.Out.WriteLineAsync($"  {broke[0].What}");
            return true;
        }

        await Console.Out.WriteLineAsync($"{broken.Name}: NOT CAUGHT ({broken.What}), seeds {seed} to {seed + MostTries - 1}");
        return false;
    }
}
