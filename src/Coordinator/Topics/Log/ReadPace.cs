namespace Coordinator.Topics.Log;

/// <summary>
/// How many entries to read from the journal at a time: many small ones, few large ones, judged by the page before.
/// </summary>
internal sealed class ReadPace
{
    private const int First = 64;
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
