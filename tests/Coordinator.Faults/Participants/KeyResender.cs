using System.Diagnostics;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Participants;

/// <summary>Sends again what its service left unresolved under keys: now and then while others work, and everything in the end.</summary>
internal sealed class KeyResender(KeyedBusiness business, UnresolvedKeys keys, Random random)
{
    private const int AtOnce = 4;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Shorter than the suite waits for its producers, with a call that reaches its time limit.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    /// <summary>Picks one key after the other, until it is told to finish.</summary>
    public async Task WorkAsync(CancellationToken finish)
    {
        while (!finish.IsCancellationRequested)
        {
            await Task.Delay(BetweenLooks, finish).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var before = HistoryWriter.Now - (long)Patience.TotalMicroseconds;
            KeyBegun[] old = [.. keys.Look().Where(begun => begun.At < before)];
            if (old.Length > 0 && !finish.IsCancellationRequested)
                await business.AgainAsync(old[random.Next(old.Length)]);
        }
    }

    /// <summary>Sends every unresolved key again. One that fails is repeated, because another process may be sending it too.</summary>
    public async Task EndAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (keys.Look() is { Count: > 0 } left && Stopwatch.GetElapsedTime(began) < LongestEnd)
        {
            await Parallel.ForEachAsync(left, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (begun, _) => await business.AgainAsync(begun));
            await Task.Delay(BetweenLooks);
        }
    }
}
