using System.Data.Common;
using Coordinator.Participants.Crashes;
using Coordinator.Participants.Inbox;

namespace Coordinator.Participants.Consuming;

/// <summary>Runs effects together with their inbox rows in one database transaction, so that a redelivery has no second effect.</summary>
internal static class InboxEffect
{
    /// <summary>Records the messages, and runs the effect for those that are new.</summary>
    /// <returns>A result for each message. One that was handled already is done.</returns>
    public static async Task<IReadOnlyList<HandlerResult>> RunAsync(
        IInboxScope scope,
        IReadOnlyList<ReceivedMessage> messages,
        Func<DbTransaction, IReadOnlyList<int>, CancellationToken, Task<IReadOnlyList<HandlerResult>>> effect,
        ICrashHook? crash,
        CancellationToken ct)
    {
        var store = new InboxStore(scope.Dialect);
        HandlerResult[] results = [];
        var isCommitted = false;
        await scope.RunAsync(
            async (transaction, ct) =>
            {
                isCommitted = false;
                results = [.. Enumerable.Repeat(HandlerResult.Done, messages.Count)];
                var added = await RecordAsync(store, transaction, messages, ct);
                if (added.Count == 0)
                    return false;
                crash?.Reach(CrashPoints.AfterInboxRow);
                foreach (var (number, result) in (await effect(transaction, added, ct)).Index())
                    results[added[number]] = result;
                crash?.Reach(CrashPoints.AfterEffect);
                return isCommitted = await TakeBackAsync(store, transaction, messages, added.Where(index => !results[index].IsDone).ToList(), added.Count, ct);
            },
            ct);
        if (isCommitted)
            crash?.Reach(CrashPoints.AfterInboxCommit);
        return results;
    }

    /// <summary>Records messages. Returns the indexes of those that are new.</summary>
    private static async Task<List<int>> RecordAsync(
        InboxStore store, DbTransaction transaction, IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        var added = new List<int>(messages.Count);
        foreach (var (index, message) in messages.Index())
        {
            if (await store.TryRecordAsync(transaction, message.Delivery, message.Id, ct))
                added.Add(index);
            else
                ConsumerMetrics.Absorbed.Add(1, ConsumerMetrics.Of(message.Group));
        }

        return added;
    }

    /// <summary>Removes the rows of messages that are not done. Returns false when nothing is left to commit.</summary>
    private static async Task<bool> TakeBackAsync(
        InboxStore store, DbTransaction transaction, IReadOnlyList<ReceivedMessage> messages, List<int> undone, int added, CancellationToken ct)
    {
        if (undone.Count == added)
            return false;
        foreach (var index in undone)
            await store.TakeBackAsync(transaction, messages[index].Delivery.Group, messages[index].Id, ct);
        return true;
    }
}
