using System.Diagnostics;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Soaking;

/// <summary>Kills processes and rewinds groups, one after the other, at the times of a schedule.</summary>
internal sealed class Disturber(
    SoakCoordinator coordinator, SoakParticipants participants, SoakAdministration administration, ProgressLine progress)
{
    // The backlog of a disturbance is handled within these times. What backs off for longer was sent before, and overlaps the disturbance.
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RecoveryOfCoordinator = TimeSpan.FromSeconds(15);

    private readonly List<Disturbance> _happened = [];

    public IReadOnlyList<Disturbance> Happened => _happened;

    /// <summary>Gets the times of the disturbances, with the seconds in which what waited is handled.</summary>
    public MachineStops Times => new(Merged());

    /// <param name="schedule">Disturbances in the order of time. One that is late begins as soon as the one before has ended.</param>
    /// <param name="from">Beginning of the load.</param>
    /// <param name="ct">Stops the disturbances.</param>
    public async Task RunAsync(IReadOnlyList<PlannedDisturbance> schedule, long from, CancellationToken ct)
    {
        foreach (var planned in schedule)
        {
            var wait = Window.TimeTo(from + Window.TicksOf(planned.At));
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, ct);
            progress.Say($"{planned.Kind}");
            var began = Stopwatch.GetTimestamp();
            var offsets = await DisturbAsync(planned, ct);
            _happened.Add(new Disturbance(planned.Kind, began, Stopwatch.GetTimestamp(), offsets));
        }
    }

    private async Task<long> DisturbAsync(PlannedDisturbance planned, CancellationToken ct)
    {
        switch (planned.Kind)
        {
            case DisturbanceKind.Rewind:
                return await administration.RewindAsync(planned.Group, planned.Queue, planned.Offsets, ct);
            case DisturbanceKind.KillConsumer:
                await participants.RestartHandlerAsync(planned.Group, ct);
                return 0;
            case DisturbanceKind.KillService:
                await participants.RestartServiceAsync(ct);
                return 0;
            case DisturbanceKind.KillCoordinator:
                await coordinator.RestartAsync(ct);
                return 0;
            default:
                throw new NotSupportedException($"The disturbance {planned.Kind} is not supported.");
        }
    }

    // The times must not overlap each other.
    private List<MachineStop> Merged()
    {
        var merged = new List<MachineStop>();
        foreach (var each in _happened)
        {
            var until = each.Until + Window.TicksOf(each.Kind == DisturbanceKind.KillCoordinator ? RecoveryOfCoordinator : Recovery);
            if (merged.Count > 0 && merged[^1].Until >= each.From)
                merged[^1] = new MachineStop(merged[^1].From, Math.Max(merged[^1].Until, until));
            else
                merged.Add(new MachineStop(each.From, until));
        }

        return merged;
    }
}
