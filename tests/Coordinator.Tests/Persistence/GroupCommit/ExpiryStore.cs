using Coordinator.Persistence.GroupCommit;
using Coordinator.Retention;
using JournalWrite = Coordinator.Persistence.GroupCommit.JournalWrite;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Writes events of transactions to one of the stores of a database, and deletes them.</summary>
internal static class ExpiryStore
{
    public static readonly TimeSpan Retention = TimeSpan.FromDays(3);
    public static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddDays(-10);

    /// <summary>Makes a persistence id with a time.</summary>
    public static string Id(DateTimeOffset at) => $"t-{Guid.CreateVersion7(at):N}";

    public static StoredEvent Row(string id, long number, string manifest = "tp", DateTimeOffset? at = null) =>
        new(id, number, (at ?? Start).UtcTicks, [1], manifest, Serializer: 1, WriterUuid: "");

    /// <summary>Writes events together; false when they are refused.</summary>
    public static async Task<bool> WriteAsync(this IEventStore store, params StoredEvent[] events) =>
        (await store.WriteGroupAsync(events)) is [true];

    /// <summary>Writes events in one group, each group of events together. Tells which are stored.</summary>
    public static async Task<IReadOnlyList<bool>> WriteGroupAsync(this IEventStore store, params StoredEvent[][] writes)
    {
        var stored = new bool[writes.Length];
        JournalWrite[] group =
        [
            .. writes.Select((events, place) => new JournalWrite(events, cause =>
            {
                Assert.True(cause is null or DuplicateEventException, cause?.ToString());
                stored[place] = cause is null;
            })),
        ];
        await store.RunAsync(group);
        return stored;
    }

    /// <summary>Raises the bound, and returns the one in force.</summary>
    public static async Task<long> RaiseAsync(this IEventStore store, DateTimeOffset time, TimeSpan? retention = null)
    {
        var raise = new ExpiryRaise(time.ToUnixTimeMilliseconds(), retention ?? Retention);
        await store.RunAsync(raise);
        await raise.Done;
        return raise.InForce;
    }

    public static async Task<int> DeleteAsync(this IEventStore store, DateTimeOffset endedBefore, params string[] ids)
    {
        var delete = new TransactionDelete(ids, endedBefore.UtcTicks, TransactionScan.IsFinal);
        await store.RunAsync(delete);
        await delete.Done;
        return delete.Deleted;
    }

    public static async Task<EventBounds> BoundsAsync(this IEventStore store, string id)
    {
        var read = new BoundsRead(id);
        await store.ReadBoundsAsync([read]);
        return await read.Answer;
    }

    public static async Task<IReadOnlyList<long>> NumbersAsync(this IEventStore store, string id)
    {
        var read = new EventsRead(id, 1, long.MaxValue);
        await store.ReadEventsAsync([read]);
        return [.. (await read.Answer).Select(row => row.SequenceNumber)];
    }

    /// <summary>Writes a group as the journal does.</summary>
    public static async Task RunAsync(this IEventStore store, params StoreWrite[] group)
    {
        await store.WriteAsync(group);
        foreach (var write in group)
            write.Succeed();
    }
}
