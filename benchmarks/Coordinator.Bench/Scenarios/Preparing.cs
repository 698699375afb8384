using Coordinator.Bench.Measuring;
using Coordinator.Bench.Running;
using Coordinator.Harness.Waiting;

namespace Coordinator.Bench.Scenarios;

/// <summary>Waits for a producer that prepares, and falls silent before anything falls due.</summary>
internal static class Preparing
{
    /// <exception cref="BenchFailedException">It took longer.</exception>
    public static async Task AllAsync(BenchSession bench, Participant producer, int count, Window due, CancellationToken ct)
    {
        var lead = Window.TimeTo(due.From);
        await Eventually.ElapsedAsync(() => producer.Latest.Done >= count, lead, ct,
            () => bench.Progress.LogThrottled($"{producer.Latest.Done:N0} are prepared"));
        if (producer.Latest.Done < count)
        {
            throw new BenchFailedException(
                $"Only {producer.Latest.Done:N0} were prepared within {lead.TotalSeconds:N0} s: --lead must be longer.");
        }
    }
}
