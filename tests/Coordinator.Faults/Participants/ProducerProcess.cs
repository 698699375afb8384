using Coordinator.Harness.Histories;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Faults.Participants;

/// <summary>Process of a producer.</summary>
internal static class ProducerProcess
{
    private static readonly TimeSpan LongestThought = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(ProducerPlan plan)
    {
        var database = new ServiceDatabase(plan.Dialect, plan.Database);
        var store = new OutcomeStore(plan.Dialect, database.Connect) { ProducerGroup = new(plan.Group) };
        var name = $"{plan.Name}-{plan.Life}";
        using var history = new HistoryWriter(plan.Environment.HistoryOf(name));
        await OutcomeEvidence.EnsureAsync(database, store);
        return await ParticipantProcess.RunAsync(
            name,
            plan.Environment,
            history,
            plan.Group,
            participant => participant.UseOutcomeStore(new RecordingStore(
                plan.Fenced ? store : new UnfencedStore(store, database), history, plan.PurgesByAge ? OutcomeEvidence.PurgeByAge(database) : null)),
            (services, finish) => Task.WhenAll(Enumerable.Range(0, plan.Workers).Select(worker =>
            {
                var random = new Random(Seeds.Of(plan.Seed, plan.Life, worker));
                var business = new Business(services.GetRequiredService<ITransactionalProducer>(), store, history, plan.Dialect);
                return WorkAsync(business, new Workload(new Ids($"{plan.Name}-{plan.Life}-{worker}", plan.Environment.Forgets), random), random, finish);
            })),
            plan.Patient);
    }

    private static async Task WorkAsync(Business business, Workload workload, Random random, CancellationToken finish)
    {
        while (!finish.IsCancellationRequested)
        {
            await business.DoAsync(workload.Next());
            if (workload.IsInSeries)
                continue;
            await Task.Delay(random.NextDouble() * LongestThought, finish).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
