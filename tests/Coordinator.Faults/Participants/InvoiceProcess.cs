using Coordinator.Harness.Histories;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Process of a service that stores its messages while the coordinator is away. Its processes share a database and a few ordering keys, which no
/// other service uses.
/// </summary>
internal static class InvoiceProcess
{
    // Few enough that two sends of one key mostly follow each other.
    private const int Workers = 2;

    private static readonly TimeSpan LongestThought = TimeSpan.FromMilliseconds(300);

    public static async Task<int> RunAsync(InvoicePlan plan)
    {
        var database = new ServiceDatabase(SqlDialect.PostgreSql, plan.Database);
        var store = new OutcomeStore(SqlDialect.PostgreSql, database.Connect) { ProducerGroup = new(plan.Group) };
        var name = $"{plan.Name}-{plan.Life}";
        using var history = new HistoryWriter(plan.Environment.HistoryOf(name));
        await OutcomeEvidence.EnsureAsync(database, store);
        if (plan.HidesStored)
            await StoredKeysBug.BuildInAsync(database);
        return await ParticipantProcess.RunAsync(
            name,
            plan.Environment,
            history,
            plan.Group,
            participant => participant.UseOutcomeStore(store),
            (services, finish) =>
            {
                var producer = services.GetRequiredService<ITransactionalProducer>();
                return Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => WorkAsync(plan, producer, history, worker, finish)));
            },
            isStoring: true);
    }

    private static async Task WorkAsync(InvoicePlan plan, ITransactionalProducer producer, HistoryWriter history, int worker, CancellationToken finish)
    {
        var random = new Random(Seeds.Of(plan.Seed, plan.Life, worker));
        var invoices = new InvoiceBusiness(producer, history, new Ids($"{plan.Name}-{plan.Life}-{worker}", withTimes: false), random);
        while (!finish.IsCancellationRequested)
        {
            await invoices.DoAsync();
            await Task.Delay(random.NextDouble() * LongestThought, finish).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
