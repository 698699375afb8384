using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Batch of a replay that waits until the group has room for it. Without this limit a replay of all letters would fill the memory,
/// because letters are put back faster than they are delivered.
/// </summary>
internal sealed class PutBackBatch(DeliveryScope scope, Window window)
{
    private EntriesFound? _waiting;

    private bool HasRoom => scope.Progress.HasRoom;

    /// <summary>Adds a batch. It replaces the one that waits, of which it is a repetition.</summary>
    public void Add(EntriesFound found) => _waiting = found;

    /// <summary>Puts the waiting batch back, if there is room for it.</summary>
    /// <param name="enter">Receiver of each message that is pending again.</param>
    /// <returns>Notice that the messages are pending; <c>null</c> when nothing was put back.</returns>
    public IsPending? Take(Action<PendingMessage> enter)
    {
        if (_waiting is not { } found || !(HasRoom || IsDecided(found.Batch, found.Batch.UpTo)))
            return null;
        var batch = found.Batch;
        LetterToPutBack[] letters = [.. batch.Letters.Where(letter => !IsDecided(batch, letter.Number))];
        // A message leaves when the dead letters answer. Only then can it be put back.
        if (letters.Any(letter => window.IsLeaving(letter.Offset, letter.Attempts, out _)))
            return null;
        _waiting = null;
        foreach (var letter in letters)
        {
            if (found.Entries.TryGetValue(letter.Offset, out var entry) && scope.Progress.PutBack(entry, letter.Attempts, out var message))
                enter(message);
        }

        if (letters.Length > 0)
            scope.Progress.Replay(new ReplayMark(batch.Replay, batch.UpTo));
        long[] missing = [.. batch.Letters.Where(letter => !found.Entries.ContainsKey(letter.Offset)).Select(letter => letter.Number)];
        return new IsPending(
            scope.Run, found.Requester, new MessagesPutBack(batch.Queue, batch.Group, batch.Replay, batch.UpTo, missing));
    }

    private bool IsDecided(PutBackMessages batch, long number) => scope.Progress.Replayed?.Covers(batch.Replay, number) is true;
}
