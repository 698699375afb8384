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
        var outcomes = new OutcomeStore(plan.Dialect, database.Connect) { ProducerGroup = new(plan.Group) };
        var name = $"{plan.Name}-{plan.Life}";
        using var history = new HistoryWriter(plan.Environment.HistoryOf(name));
        await OutcomeEvidence.EnsureAsync(database, outcomes);
        var store = new RecordingStore(StoreOf(plan, outcomes, database), history, plan.PurgesByAge ? OutcomeEvidence.PurgeByAge(database) : null);
        return await ParticipantProcess.RunAsync(
            name,
            plan.Environment,
            history,
            plan.Group,
            participant => participant.UseOutcomeStore(store),
            (services, finish) => RunAsync(plan, new Service(services.GetRequiredService<ITransactionalProducer>(), outcomes, store, database, history), finish),
            plan.Patient);
    }

    private static IKeyedOutcomeStore StoreOf(ProducerPlan plan, OutcomeStore outcomes, ServiceDatabase database)
    {
        IKeyedOutcomeStore store = plan.Fenced ? outcomes : new UnfencedStore(outcomes, database);
        return plan.IgnoresKeys ? new KeylessStore(store) : store;
    }

    private static async Task RunAsync(ProducerPlan plan, Service service, CancellationToken finish)
    {
        var name = $"{plan.Name}-{plan.Life}";
        var again = new KeyResender(
            service.Keyed($"{name}-{plan.Workers}"), new UnresolvedKeys(plan.Environment.Directory, plan.Group), new Random(Seeds.Of(plan.Seed, plan.Life, plan.Workers)));
        await Task.WhenAll(Enumerable.Range(0, plan.Workers).Select(WorkerAsync).Append(again.WorkAsync(finish)));
        await again.EndAsync();

        Task WorkerAsync(int worker)
        {
            var random = new Random(Seeds.Of(plan.Seed, plan.Life, worker));
            return WorkAsync(service, $"{name}-{worker}", new Workload(new Ids($"{name}-{worker}", plan.Environment.Forgets), random), random, finish);
        }
    }

    private static async Task WorkAsync(Service service, string name, Workload workload, Random random, CancellationToken finish)
    {
        var (business, keyed) = (service.Business(), service.Keyed(name));
        while (!finish.IsCancellationRequested)
        {
            if (workload.NextKeyed(service.Database.Dialect) is { } send)
                await keyed.DoAsync(send);
            else
                await business.DoAsync(workload.Next());
            if (workload.IsInSeries)
                continue;
            await Task.Delay(random.NextDouble() * LongestThought, finish).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Parts of the service that its workers share.</summary>
    private sealed record Service(
        ITransactionalProducer Producer, OutcomeStore Outcomes, RecordingStore Store, ServiceDatabase Database, HistoryWriter History)
    {
        public Business Business() => new(Producer, Outcomes, History, Database.Dialect);

        public KeyedBusiness Keyed(string name) => new(Producer, Store, Database, History, name);
    }
}
