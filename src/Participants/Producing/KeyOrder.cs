using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Producing;

/// <summary>Order in which messages are handed over.</summary>
internal static class KeyOrder
{
    /// <summary>
    /// Starts to hand each transaction of a page over. What has an ordering key waits for what came before with that key, and fails when that
    /// failed.
    /// </summary>
    public static IReadOnlyList<Task<T>> Start<T>(IReadOnlyList<KeptMessages> page, Func<KeptMessages, Task<T>> handOverAsync)
    {
        var lastOfKey = new Dictionary<StoredKey, Task<T>>();
        var all = new List<Task<T>>(page.Count);
        foreach (var kept in page)
        {
            var keys = StoredKey.Of(kept.Messages);
            var before = keys.Where(lastOfKey.ContainsKey).Select(key => lastOfKey[key]).ToList();
            var task = AfterAsync(before, kept, handOverAsync);
            all.Add(task);
            foreach (var key in keys)
                lastOfKey[key] = task;
        }

        return all;
    }

    private static async Task<T> AfterAsync<T>(IReadOnlyList<Task<T>> before, KeptMessages kept, Func<KeptMessages, Task<T>> handOverAsync)
    {
        await Task.WhenAll(before);
        return await handOverAsync(kept);
    }
}
