namespace Coordinator.Retention.Removals;

/// <summary>Times that a removal waits for others.</summary>
/// <param name="Settling">
/// Time after the begin of a topic's removal. Then no node sends transactions to it any more from memory, and those that were sent are in the journal.
/// </param>
/// <param name="Patience">Time after which a removal is given up that cannot be decided.</param>
internal sealed record RemovalTimes(TimeSpan Settling, TimeSpan Patience)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <param name="known">Time for which a node sends to a topic without reading it again.</param>
    /// <param name="command">Time for which a session repeats a command.</param>
    public static RemovalTimes Of(TimeSpan known, TimeSpan command) => new(known + command + Margin, known + command + TimeSpan.FromMinutes(2));
}
