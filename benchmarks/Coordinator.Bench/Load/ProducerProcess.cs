using System.Globalization;
using Coordinator.Participants;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Bench.Load;

/// <summary>Process of a producer.</summary>
internal static class ProducerProcess
{
    public static string CommittedFile(string directory, int producer) => Path.Combine(directory, $"committed-{producer}.bits");

    public static string GroupName(int producer) => string.Create(CultureInfo.InvariantCulture, $"bench-producers-{producer}");

    public static Task<int> RunAsync(string coordinator, string directory, ProducerPlan plan, CancellationToken ct)
    {
        var decisions = new Decisions(plan.Number, TimeProvider.System);
        ProducerFigures? figures = null;
        return ParticipantProcess.RunAsync(
            services => services
                .AddCoordinatorParticipant(
                    options => (options.ContactPoints, options.ProducerGroup) = ([coordinator], GroupName(plan.Number)))
                .UseChecker((check, _) => Task.FromResult(decisions.Answer(Payload.Read(check.Messages[0].Body.Span).Number))),
            () => new Report(ReportKind.Progress, figures?.Done ?? 0, figures?.Failed ?? 0),
            async (services, window, orders, stopping) =>
            {
                using var samples = plan.KeepsSamples ? new ProducerSamples(directory, plan.Number) : null;
                var load = new TransactionLoad(
                    services.GetRequiredService<ITransactionalProducer>(), decisions, plan, window, samples);
                figures = load.Figures;
                var loading = load.RunAsync(stopping);
                if (await Task.WhenAny(loading, orders.NextAsync(stopping)) != loading)
                    load.Stop();
                await loading;
                decisions.Committed.Save(CommittedFile(directory, plan.Number));
                return new Report(ReportKind.Result, figures.Done, figures.Failed, Producer: figures);
            },
            ct);
    }
}
