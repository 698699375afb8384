using Coordinator.Bench.Pauses;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;

namespace Coordinator.Bench.Soaking;

/// <summary>
/// <c>soak --retention</c>: services with databases of their own, while everything that is finished is deleted. Nothing may grow, be lost or
/// happen twice, whatever is killed and rewound.
/// </summary>
internal sealed class ServiceSoak(ServiceSoakPlan plan) : IScenario
{
    public string Name => $"soak, {plan.Title}";

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        var figures = await RunAsync(bench, ct);
        return new ScenarioResult(SoakVerdicts.Of(figures), figures.IsSound, figures) { Table = SoakPart.Table(figures.Parts) };
    }

    /// <summary>Runs the soak once.</summary>
    public async Task<SoakFigures> RunAsync(BenchSession bench, CancellationToken ct)
    {
        bench.Progress.Title = plan.Title;
        bench.Progress.Say("starting");
        var directory = bench.NewDirectory();
        await using var databases = await SoakDatabases.CreateAsync(bench, plan, directory, ct);
        await using var coordinator = await SoakCoordinator.StartAsync(plan, databases.Coordinator, directory, ct);
        await using var participants = new SoakParticipants(plan, databases, new ParticipantLauncher(coordinator.ContactPoint, directory));
        await using var probe = await PauseProbe.StartAsync(directory, ct);
        using var administration = new SoakAdministration(coordinator);
        return await new SoakRun(plan, coordinator, participants, databases, administration, bench.Progress).MeasureAsync(probe, ct);
    }
}
