using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Topics.Log;

/// <summary>
/// Sent by a group delivery to the log of its queue: read entries from an offset. Answered with one <see cref="IQueueRead" />, at
/// once or when an entry arrives. The page is empty when none arrives within <see cref="LongPoll" />.
/// </summary>
/// <param name="From">First offset to read, from 1.</param>
/// <param name="MaxEntries">Largest number of entries to return.</param>
internal sealed record ReadQueue(long From, int MaxEntries)
{
    /// <summary>Shortest time that a read waits at the end of the log.</summary>
    public static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);
}

/// <summary>Answer to a <see cref="ReadQueue" />. It contains only what is in the journal.</summary>
internal interface IQueueRead;

/// <param name="From">Offset that was asked for, or the first that is kept when that is higher.</param>
/// <param name="Entries">Entries from that offset on, without gaps. Empty when none arrived in time; the reader asks again.</param>
/// <param name="End">Last offset of the log.</param>
internal sealed record QueuePage(long From, IReadOnlyList<QueueEntry> Entries, long End) : IQueueRead;

/// <summary>Tells the reader to read older entries with <see cref="IQueueLogReader" />, because they are not in memory.</summary>
/// <param name="From">Offset that was asked for, or the first that is kept when that is higher.</param>
/// <param name="To">Last offset to read from the journal. Memory begins after it.</param>
/// <param name="End">Last offset of the log.</param>
internal sealed record ReadFromJournal(long From, long To, long End) : IQueueRead;

/// <summary>Asks for the end of the log. Answered with a <see cref="QueueEnd" />.</summary>
internal sealed record GetQueueEnd(Contracts.QueueId Queue) : IQueueMessage;

/// <param name="Queue">The queue.</param>
/// <param name="Offset">Last offset of the log; 0 when it never had an entry.</param>
/// <param name="AppendedAt">Time of the last append; <c>null</c> when it is not known, because no entry is kept.</param>
/// <param name="FirstKept">First offset that is kept; the one after the last when none is.</param>
/// <param name="PutBacks">
/// Number that rises when a group may need entries that it did not need before: it is put back, or attached. It changes when the log starts. See
/// <see cref="TrimQueue" />.
/// </param>
internal sealed record QueueEnd(
    Contracts.QueueId Queue, long Offset, DateTimeOffset? AppendedAt, long FirstKept = 1, long PutBacks = 0) : INodeMessage;
