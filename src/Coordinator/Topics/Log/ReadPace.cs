namespace Coordinator.Topics.Log;

/// <summary>
/// Computes how many entries to read from the journal at a time, from the sizes in the last page: many small or few large ones.
/// </summary>
internal sealed class ReadPace
{
    private const int First = 16;
    private const long TargetBytes = 4 * 1024 * 1024;

    public int Next { get; private set; } = First;

    public void Passed(IReadOnlyList<QueueEntry> page)
    {
        if (page.Count == 0)
            return;
        long bytes = 0;
        foreach (var entry in page)
            bytes += EntrySize.Of(entry.Message);
        Next = (int)Math.Clamp(TargetBytes * page.Count / bytes, 1, IQueueLogReader.MaxPage);
    }
}
