using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Producing;

/// <summary>Purges keys that have been remembered for long enough, and counts the others once an hour.</summary>
/// <param name="store">Store of the outcomes.</param>
/// <param name="keep">Time for which a key is remembered; <c>null</c>: for ever.</param>
/// <param name="time">Clock.</param>
internal sealed class KeyPurge(IKeyedOutcomeStore store, TimeSpan? keep, TimeProvider time)
{
    // Counting reads the index of all keys.
    private static readonly TimeSpan CountEvery = TimeSpan.FromHours(1);

    private long? _counted;

    public async Task RunAsync(FinalTransactions final, CancellationToken ct)
    {
        if (keep is { } period)
            ProducerMetrics.KeysPurged.Add(await store.PurgeKeysAsync(final, period, ct));
        if (_counted is { } last && time.GetElapsedTime(last) < CountEvery)
            return;
        ProducerMetrics.Keys(final.Group, await store.CountKeysAsync(ct));
        _counted = time.GetTimestamp();
    }
}
