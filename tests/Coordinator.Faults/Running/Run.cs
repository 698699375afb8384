using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Checking;
using Coordinator.Faults.Faults;
using Coordinator.Faults.Histories;
using Coordinator.Faults.Participants;
using Coordinator.Faults.Processes;
using Coordinator.Faults.Reporting;

namespace Coordinator.Faults.Running;

/// <summary>One run: services at work, faults by the schedule, peace, and the judgement.</summary>
internal sealed class Run(RunPlan plan, Action<string> say)
{
    private static readonly TimeSpan LastSends = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    public async Task<RunReport> ExecuteAsync(CancellationToken ct)
    {
        using var janitor = new Janitor();
        var workplace = new Workplace(plan.Data);
        var schedule = Schedule.Of(plan.Seed, plan.Kinds, plan.Length, plan.Around);
        say($"seed {plan.Seed}, {plan.Nodes} nodes, {plan.Length.TotalSeconds:0} s; all of it is in {workplace.Directory}");
        RunReport report;
        await using (var stage = await Stage.CreateAsync(plan, workplace, janitor))
        {
            say($"{stage.Network.Description}; {schedule.Count} faults are planned:");
            foreach (var fault in schedule)
                say($"  {fault}");
            await DisturbAsync(stage, schedule, ct);
            await FinishAsync(stage);
            report = await SettleAsync(stage, ct);
        }

        if (report.Outcome == Outcome.Passed && plan.Data is null)
            workplace.Delete();
        return report;
    }

    private async Task DisturbAsync(Stage stage, IReadOnlyList<PlannedFault> schedule, CancellationToken ct)
    {
        using var history = new HistoryWriter(Path.Combine(stage.Workplace.Histories, "faults.history"));
        var began = Stopwatch.GetTimestamp();
        foreach (var fault in schedule)
        {
            var wait = fault.At - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, ct);
            if (Stopwatch.GetElapsedTime(began) > plan.Length)
                return;
            await InflictAsync(stage, fault, history, began, ct);
        }

        var rest = plan.Length - Stopwatch.GetElapsedTime(began);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, ct);
    }

    private async Task InflictAsync(Stage stage, PlannedFault fault, HistoryWriter history, long began, CancellationToken ct)
    {
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:0.0} s  {fault.Kind}: {fault.Fault.Target}"));
        history.Write(new Struck(fault.Number, fault.Kind, fault.Fault.Target));
        await fault.Fault.StrikeAsync(stage);
        await Task.Delay(fault.Hold, ct);
        try
        {
            await fault.Fault.HealAsync(stage);
        }
        catch (TimeoutException late)
        {
            // Whoever does not come back by now is kept trying; what that costs, the judgement shows.
            stage.Note($"after {fault.Kind} of {fault.Fault.Target}: {late.Message.Split('\n')[0]}");
        }

        history.Write(new Healed(fault.Number));
    }

    private async Task FinishAsync(Stage stage)
    {
        say("no more faults; producers end what they have begun");
        await stage.TellProducersAsync(ParticipantProcess.Finish);
        await stage.ProducersFinishedAsync(LastSends);
        await stage.Participant("watcher").TellAsync(ParticipantProcess.Finish);
    }

    /// <summary>Once nothing is open or missing, or when the patience ends: then the checker tells what is.</summary>
    private async Task<RunReport> SettleAsync(Stage stage, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var settled = false;
        while (!settled && Stopwatch.GetElapsedTime(began) < plan.Settle)
        {
            await Task.Delay(BetweenLooks, ct);
            settled = !HistoryChecker.Check(await Evidence.GatherAsync(stage)).Any(violation => violation.MayPass);
        }

        var took = Stopwatch.GetElapsedTime(began);
        // What should not come may come a moment later.
        await Task.Delay(BetweenLooks, ct);
        var history = await Evidence.GatherAsync(stage);
        foreach (var node in stage.Nodes.Where(node => node.Restarts > 0))
            stage.Note(string.Create(CultureInfo.InvariantCulture, $"{node.Name} ended by itself {node.Restarts} times, and was started again"));
        return RunReport.Of(plan, history, took, stage.Notes);
    }
}
