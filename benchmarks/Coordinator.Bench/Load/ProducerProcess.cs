using Coordinator.Participants;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Bench.Load;

/// <summary>A producer in a process of its own.</summary>
internal static class ProducerProcess
{
    private const string Group = "bench-producers";

    public static string CommittedFile(string directory, int producer) => Path.Combine(directory, $"committed-{producer}.bits");

    public static Task<int> RunAsync(string coordinator, string directory, ProducerPlan plan, CancellationToken ct)
    {
        var decisions = new Decisions(plan.Number, TimeProvider.System);
        ProducerFigures? figures = null;
        return ParticipantProcess.RunAsync(
            services => services
                .AddCoordinatorParticipant(
                    options => (options.ContactPoints, options.ProducerGroup) = ([coordinator], $"{Group}-{plan.Number}"))
                .UseChecker((check, _) => Task.FromResult(decisions.Answer(check.Id))),
            () => new Report(ReportKind.Progress, figures?.Done ?? 0, figures?.Failed ?? 0),
            async (services, window, _, stopping) =>
            {
                var load = new TransactionLoad(services.GetRequiredService<ITransactionalProducer>(), decisions, plan, window);
                figures = load.Figures;
                await load.RunAsync(stopping);
                decisions.Committed.Save(CommittedFile(directory, plan.Number));
                return new Report(ReportKind.Result, figures.Done, figures.Failed, Producer: figures);
            },
            ct);
    }
}
