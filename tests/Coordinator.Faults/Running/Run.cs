using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Faults;
using Coordinator.Faults.Network;
using Coordinator.Faults.Participants;
using Coordinator.Faults.Processes;
using Coordinator.Faults.Reporting;
using Coordinator.Harness;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Running;

/// <summary>Runs services under faults, waits until nothing is open, and checks the histories.</summary>
internal sealed class Run(RunPlan plan, Action<string> say)
{
    private static readonly TimeSpan LastSends = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    public async Task<RunReport> ExecuteAsync(CancellationToken ct)
    {
        var directory = new WorkDirectory(plan.Data);
        RunReport report;
        // The end of the cleanup unmounts file systems below the directory, so it comes before the directory is deleted.
        using (var cleanup = new ProcessCleanup())
            report = await ExecuteAsync(directory, cleanup, ct);
        if (report.Outcome == Outcome.Passed && plan.Data is null)
            directory.Delete();
        return report;
    }

    private async Task<RunReport> ExecuteAsync(WorkDirectory directory, ProcessCleanup cleanup, CancellationToken ct)
    {
        var schedule = Schedule.Of(plan.Seed, plan.Kinds, plan.Length, plan.Targets);
        say($"seed {plan.Seed}, {plan.Nodes} nodes, {plan.Length.TotalSeconds:0} s; databases, histories and logs are in {directory.Directory}");
        await using var run = await RunEnvironment.CreateAsync(plan, directory, cleanup);
        say($"{run.Network.Description}; {schedule.Count} faults are planned:");
        foreach (var fault in schedule)
            say($"  {fault}");
        await DisturbAsync(run, schedule, ct);
        say($"no more faults; {plan.Calm.TotalSeconds:0} s of calm load");
        await Task.Delay(plan.Calm, ct);
        await FinishAsync(run);
        return await SettleAsync(run, ct);
    }

    private async Task DisturbAsync(RunEnvironment run, IReadOnlyList<PlannedFault> schedule, CancellationToken ct)
    {
        using var history = new HistoryWriter(HistoryFormat.FileOf(run.Directory.Histories, "faults"));
        var began = Stopwatch.GetTimestamp();
        foreach (var fault in schedule)
        {
            var wait = fault.At - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, ct);
            if (Stopwatch.GetElapsedTime(began) > plan.Length)
                return;
            await InflictAsync(run, fault, history, began, ct);
        }

        var rest = plan.Length - Stopwatch.GetElapsedTime(began);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, ct);
    }

    private async Task InflictAsync(RunEnvironment run, PlannedFault fault, HistoryWriter history, long began, CancellationToken ct)
    {
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:0.0} s  {fault.Kind.Name}: {fault.Fault.Target}"));
        history.Write(new Struck(fault.Number, fault.Kind.Name, fault.Fault.Target, fault.Kind.Recovery, fault.Kind.EndsNodes));
        await fault.Fault.StrikeAsync(run);
        await Task.Delay(fault.Hold, ct);
        try
        {
            await fault.Fault.HealAsync(run);
        }
        catch (HarnessException late)
        {
            // A process that is not back by now is restarted later. The report shows the cost.
            run.Note($"after {fault.Kind.Name} of {fault.Fault.Target}: {late.Message.Split('\n')[0]}");
        }

        history.Write(new Healed(fault.Number));
    }

    private async Task FinishAsync(RunEnvironment run)
    {
        say("producers finish their open transactions");
        await run.TellProducersAsync(ParticipantProcess.Finish);
        await run.ProducersFinishedAsync(LastSends);
        await run.Participant("watcher").TellAsync(ParticipantProcess.Finish);
    }

    /// <summary>Waits until nothing is open or missing, or the time is up, and then checks the histories.</summary>
    private async Task<RunReport> SettleAsync(RunEnvironment run, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var settled = false;
        while (!settled && Stopwatch.GetElapsedTime(began) < plan.Settle)
        {
            await Task.Delay(BetweenLooks, ct);
            settled = !HistoryChecker.Check(await Evidence.GatherAsync(run)).Any(violation => violation.MayPass);
        }

        var took = Stopwatch.GetElapsedTime(began);
        // A message that must not arrive may arrive a moment later.
        await Task.Delay(BetweenLooks, ct);
        var history = await Evidence.GatherAsync(run);
        if (plan.Closed && !run.Network.CanCut)
            run.Note($"participants listen on no port, but their ingress is open: {NamespaceSupport.Absence}");
        foreach (var node in run.Nodes.Where(node => node.Restarts > 0))
            run.Note(string.Create(CultureInfo.InvariantCulture, $"{node.Name} ended by itself {node.Restarts} times and was restarted"));
        var retention = plan.Retention is null ? null : await Evidence.PurgedAsync(run, history);
        return RunReport.Of(plan, history, took, await run.IngressAsync(), retention, run.Nodes.Sum(node => node.Restarts), run.Notes);
    }
}
