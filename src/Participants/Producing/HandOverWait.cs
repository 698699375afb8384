using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Waits until stored messages are handed over, while there is a session. A send that came behind earlier ones then takes as long as they do. Without
/// that, producers could store faster than messages of one key can be handed over.
/// </summary>
/// <param name="store">Store of the messages.</param>
/// <param name="link">Link to the coordinator.</param>
/// <param name="most">Longest wait.</param>
/// <param name="time">Clock.</param>
internal sealed class HandOverWait(StoredMessages store, ICommandLink link, TimeSpan most, TimeProvider time)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns true when the messages are handed over, and false when they were refused or may still wait.</summary>
    public async Task<bool> RunAsync(TransactionId id, CancellationToken ct)
    {
        var (start, look) = (time.GetTimestamp(), FirstLook);
        try
        {
            while (link.HasSession && time.GetElapsedTime(start) < most)
            {
                await Task.Delay(look, time, ct);
                look = look * 2 < LongestLook ? look * 2 : LongestLook;
                if (await store.IsTakenAsync(id, ct) is { } isTaken)
                    return isTaken;
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or DbException)
        {
            // The local outcome is durable, and the messages are handed over in any case.
        }

        return false;
    }
}
