using System.Diagnostics;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Soaking;

/// <summary>Load, disturbances, samples and audit of one soak, from the first transaction until everything is handled.</summary>
internal sealed class SoakRun(
    ServiceSoakPlan plan,
    SoakCoordinator coordinator,
    SoakParticipants participants,
    SoakDatabases databases,
    SoakAdministration administration,
    ProgressLine progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Longer than a message backs off whose consumer was killed, and than a transaction waits for its check.
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(60);

    private readonly EffectAudit _audit = new(databases.Service, databases.Groups);

    public async Task<SoakFigures> MeasureAsync(PauseProbe probe, CancellationToken ct)
    {
        var measure = new SoakMeasure(coordinator, participants, databases);
        var disturber = new Disturber(coordinator, participants, administration, progress);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await participants.StartAsync(ct);
        progress.Say("waiting for the parked transaction and the dead letter");
        var kept = await KeptWork.BeginAsync(administration, ct);
        _audit.ExceptFirst(KeptWork.Group);
        var begun = Stopwatch.GetTimestamp();
        var window = Window.After(plan.WarmUp, plan.Length);
        var (sampling, auditing) = (measure.SampleAsync(over.Token), _audit.RunAsync(over.Token));
        var disturbing = disturber.RunAsync(DisturbanceSchedule.Of(plan), begun, over.Token);
        await UntilAsync(window, [sampling, auditing, disturbing], ct);
        // A late disturbance belongs to the run, and the load goes on until it has ended.
        await disturbing;
        await over.CancelAsync();
        await Task.WhenAll(sampling, auditing);

        progress.Say("draining");
        await participants.FinishServiceAsync(ct);
        await DrainAsync(ct);
        await participants.FinishAsync(ct);
        var stops = (await probe.FinishAsync(ct)).MachineStops;
        return new SoakFigures
        {
            Committed = _audit.Committed,
            Failed = participants.Failed,
            Effects = _audit.Effects,
            Lost = _audit.Lost(),
            Twice = _audit.Twice,
            Invented = _audit.Invented(),
            Absorbed = participants.Absorbed,
            IsKept = await kept.IsThereAsync(administration, ct),
            Disturbances = disturber.Happened,
            Thirds = measure.Parts(window, 3, _audit.Samples, stops, disturber.Times),
            Parts = measure.Parts(window, plan.Slices, _audit.Samples, stops, disturber.Times),
        };
    }

    /// <summary>Waits for the end of the measured time. A failure of the work beside it ends the wait.</summary>
    private async Task UntilAsync(Window window, IReadOnlyCollection<Task> work, CancellationToken ct)
    {
        while (Window.TimeTo(window.Until) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < Interval ? left : Interval, ct);
            if (work.FirstOrDefault(each => each.IsFaulted) is { } failed)
                await failed;
            progress.LogThrottled($"{left.TotalSeconds:N0} s left, {_audit.Committed:N0} committed, {_audit.Effects:N0} effects");
        }
    }

    /// <summary>Waits until nothing is missing, or nothing more comes. Afterwards it looks once more for what comes twice.</summary>
    private async Task DrainAsync(CancellationToken ct)
    {
        var (seen, since) = (0L, Stopwatch.GetTimestamp());
        do
        {
            await Task.Delay(Interval, ct);
            await _audit.TakeAsync();
            if (_audit.Committed + _audit.Effects is var now && now != seen)
                (seen, since) = (now, Stopwatch.GetTimestamp());
            progress.LogThrottled($"draining, {_audit.Lost():N0} to come");
        }
        while (_audit.Lost() > 0 && Stopwatch.GetElapsedTime(since) < Stalled);

        await Task.Delay(Interval, ct);
        await _audit.TakeAsync();
    }
}
