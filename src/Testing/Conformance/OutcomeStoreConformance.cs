using Coordinator.Contracts;
using Coordinator.Participants.Fence;

namespace Coordinator.Testing.Conformance;

/// <summary>
/// Checks for an <see cref="IOutcomeStore" /> of your own, with or without keys. They need no test framework: a check that fails throws.
/// </summary>
public static class OutcomeStoreConformance
{
    /// <summary>All checks. Those that need keys come last.</summary>
    public static IReadOnlyList<ConformanceCheck> Checks { get; } = [.. FenceChecks.All, .. RaceChecks.All, .. PurgeChecks.All, .. KeyChecks.All];

    /// <summary>Runs all checks that fit the store, one after the other.</summary>
    /// <param name="store">The store. Its tables are created.</param>
    /// <param name="group">Producer group that the store was made for.</param>
    /// <param name="ct">Ends the checks.</param>
    /// <exception cref="ConformanceException">Some checks fail. The message has what each found.</exception>
    public static async Task RunAsync(IOutcomeStore store, ProducerGroup group, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        await store.EnsureTablesAsync(ct);
        var broken = new List<ConformanceException>();
        foreach (var check in Checks.Where(check => !check.NeedsKeys || store is IKeyedOutcomeStore))
        {
            try
            {
                await check.RunAsync(store, group, ct);
            }
            catch (ConformanceException failure)
            {
                broken.Add(failure);
            }
        }

        if (broken.Count > 0)
            throw new ConformanceException(string.Join(Environment.NewLine, broken.Select(failure => failure.Message)), broken[0]);
    }
}
