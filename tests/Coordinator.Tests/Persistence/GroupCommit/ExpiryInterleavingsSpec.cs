using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using CsCheck;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>
/// Writers of transactions and their stale copies, beside a retention that raises its bound and deletes, in any order and at the same time. A
/// transaction is whole or gone, and what is gone does not come back.
/// </summary>
[Trait("race", "39")]
public sealed class ExpiryInterleavingsSpec
{
    private const int Transactions = 4;

    private static readonly Gen<(Step Step, int Transaction, int Stale)> GenStep =
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, Transactions - 1], Gen.Int[0, 2]);

    private static readonly Gen<(Step Step, int Transaction, int Stale)[][]> GenRounds = GenStep.Array[1, 6].Array[1, 10];

    private enum Step
    {
        Prepare,
        Decide,
        Report,
        AppendWithDecision,
        Raise,
        Delete,
    }

    [Fact]
    public Task Transaction_is_whole_or_gone_for_good_on_Sqlite() => StoresOfOneDatabase.OnSqliteAsync(HoldAsync);

    [PostgresFact]
    public Task Transaction_is_whole_or_gone_for_good_on_PostgreSQL() => StoresOfOneDatabase.OnPostgreSqlAsync(HoldAsync);

    private static async Task HoldAsync(IEventStore[] stores)
    {
        // Each run has a bound of its own above that of the run before, because it is never lowered.
        var run = 0;
        await GenRounds.SampleAsync(
            async rounds =>
            {
                var at = ExpiryStore.Start.AddMinutes(++run);
                var ids = Enumerable.Range(0, Transactions).Select(_ => ExpiryStore.Id(at)).ToArray();
                var wasThere = new bool[Transactions];
                var isGone = new bool[Transactions];
                foreach (var round in rounds)
                {
                    // Only an entity that has read its first event writes further ones, however stale it is.
                    var steps = round.Where(step => step.Step is Step.Prepare or Step.Raise or Step.Delete || wasThere[step.Transaction]);
                    await Task.WhenAll(steps.Select((step, place) => RunAsync(stores[place % stores.Length], step, ids, at, run)));
                    for (var place = 0; place < Transactions; place++)
                        (wasThere[place], isGone[place]) = await CheckAsync(stores[0], ids[place], wasThere[place], isGone[place], at);
                }
            },
            iter: 60,
            threads: 1);
    }

    private static async Task RunAsync(
        IEventStore store, (Step Step, int Transaction, int Stale) step, string[] ids, DateTimeOffset at, int run)
    {
        var id = ids[step.Transaction];
        // A stale copy does not know of the last events.
        var next = Math.Max(1, (await store.BoundsAsync(id)).Highest + 1 - step.Stale);
        switch (step.Step)
        {
            case Step.Prepare:
                await store.WriteAsync(ExpiryStore.Row(id, 1));
                break;
            case Step.Decide:
                await store.WriteAsync(ExpiryStore.Row(id, Math.Max(2, next), "tr"));
                break;
            case Step.Report:
                await store.WriteAsync(ExpiryStore.Row(id, Math.Max(3, next), "tx"));
                break;
            case Step.AppendWithDecision:
                var log = $"q-{run}/{step.Transaction}";
                var end = (await store.BoundsAsync(log)).Highest;
                await store.RunAsync(new LogWrite(
                    log, end, [new LogAppend([ExpiryStore.Row(log, 0, "qe")], ExpiryStore.Row(id, Math.Max(2, next), "ta"))]));
                break;
            case Step.Raise:
                await store.RaiseAsync(at.AddMilliseconds(1));
                break;
            case Step.Delete:
                await store.DeleteAsync(ExpiryStore.Start.AddDays(1), ids);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "This step is unknown.");
        }
    }

    private static async Task<(bool WasThere, bool IsGone)> CheckAsync(
        IEventStore store, string id, bool wasThere, bool isGone, DateTimeOffset at)
    {
        var numbers = await store.NumbersAsync(id);
        if (isGone)
            Assert.Empty(numbers);
        var expired = (await store.BoundsAsync(id)).ExpiresBefore > at.ToUnixTimeMilliseconds();
        // What has a first event below the bound has kept it: nothing goes in parts.
        if (expired && numbers.Count > 0)
            Assert.Equal(1, numbers[0]);
        return (wasThere || numbers.Count > 0, isGone || (wasThere && numbers.Count == 0) || (expired && numbers.Count == 0));
    }
}
