using System.Globalization;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Process of a producer that begins a transaction at a steady rate, whether or not earlier ones are answered. The time between two
/// answers shows for how long nobody was served. A transaction of a lost node waits until others have taken it over, and hides nothing.
/// </summary>
internal static class CallerProcess
{
    public const string Name = "caller";

    // One of so many messages ends the process of its first handler in each group: one every 20 seconds.
    private const int BetweenKillers = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(CallerPlan plan)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Name}-{plan.Life}");
        var database = new ServiceDatabase(SqlDialect.Sqlite, plan.Database);
        var store = new OutcomeStore(SqlDialect.Sqlite, database.Connect) { ProducerGroup = new(Name) };
        using var history = new HistoryWriter(plan.Environment.HistoryOf(name));
        await OutcomeEvidence.EnsureAsync(database, store);
        return await ParticipantProcess.RunAsync(
            name,
            plan.Environment,
            history,
            Name,
            participant => participant.UseOutcomeStore(new RecordingStore(store, history)),
            (services, finish) => CallAsync(
                new Business(services.GetRequiredService<ITransactionalProducer>(), store, history, SqlDialect.Sqlite), new Ids(name, plan.Environment.Forgets), finish));
    }

    private static async Task CallAsync(Business business, Ids ids, CancellationToken finish)
    {
        using var rhythm = new PeriodicTimer(Interval);
        var calls = new List<Task>();
        for (var number = 0; !finish.IsCancellationRequested; number++)
        {
            var (id, name) = ids.Next();
            calls.Add(business.DoAsync(new Attempt(id, name, Conduct.Commit, [new Sent(Key: null, $"{name}/0", Kills: number % BetweenKillers == BetweenKillers / 2)])));
            await rhythm.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(calls);
    }
}
