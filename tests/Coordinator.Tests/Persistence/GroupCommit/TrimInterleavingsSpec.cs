using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using CsCheck;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>
/// Appends of the writer of a log and of its stale copies, beside deletions that stop at any step. After each round all that is kept is read,
/// and no number was given twice.
/// </summary>
[Trait("race", "38")]
public sealed class TrimInterleavingsSpec
{
    private static readonly Gen<TrimStep> GenStep = Gen.Select(
        Gen.Enum<TrimStepKind>(), Gen.Int[1, 4], Gen.Int[0, 20], (kind, count, number) => new TrimStep(kind, count, number));

    // One append and one deletion of each kind at a time, as a log and its copies write them.
    private static readonly Gen<TrimStep[][]> GenRounds =
        GenStep.Array[1, 4].Select(steps => steps.DistinctBy(step => step.Kind).ToArray()).Array[1, 12];

    [Fact]
    public Task Everything_kept_is_read_and_nothing_is_numbered_twice_on_Sqlite() =>
        StoresOfOneDatabase.OnSqliteAsync(HoldAsync);

    [PostgresFact]
    public Task Everything_kept_is_read_and_nothing_is_numbered_twice_on_PostgreSQL() =>
        StoresOfOneDatabase.OnPostgreSqlAsync(HoldAsync);

    private static async Task HoldAsync(IEventStore[] stores)
    {
        var run = 0;
        await GenRounds.SampleAsync(
            async rounds =>
            {
                var log = new TrimmedLog(stores, $"q-{++run}/0");
                foreach (var round in rounds)
                {
                    await log.RunAsync(round);
                    await log.CheckAsync();
                }
            },
            iter: 60,
            threads: 1);
    }
}
