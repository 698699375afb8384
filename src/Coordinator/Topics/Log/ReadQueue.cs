using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Topics.Log;

/// <summary>
/// To the log of a queue, by one of its group deliveries: what is there from an offset on? Answered with one
/// <see cref="IQueueRead" />:
/// at once when there is something, else as soon as something arrives, or with an empty page after a while.
/// </summary>
/// <param name="From">The first offset wanted, from 1.</param>
/// <param name="MaxEntries">The most entries wanted.</param>
internal sealed record ReadQueue(long From, int MaxEntries)
{
    /// <summary>How long a read waits at the end of the log, at least.</summary>
    public static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);
}

/// <summary>The answer to a <see cref="ReadQueue" />. Nothing is in it that is not in the journal.</summary>
internal interface IQueueRead;

/// <param name="From">As asked.</param>
/// <param name="Entries">The entries from there on, dense; empty when nothing arrived in time: ask again.</param>
/// <param name="End">The last offset of the log.</param>
internal sealed record QueuePage(long From, IReadOnlyList<QueueEntry> Entries, long End) : IQueueRead;

/// <summary>Too old to be in memory: read it with <see cref="IQueueLogReader" />.</summary>
/// <param name="From">As asked.</param>
/// <param name="To">The last offset that has to be read there; memory begins after it.</param>
/// <param name="End">The last offset of the log.</param>
internal sealed record ReadFromJournal(long From, long To, long End) : IQueueRead;

/// <summary>Where is the end of the log? Answered with a <see cref="QueueEnd" />.</summary>
internal sealed record GetQueueEnd(Contracts.QueueId Queue) : IQueueMessage;

/// <param name="Queue">The queue.</param>
/// <param name="Offset">The last offset of the log; 0 when it is empty.</param>
/// <param name="AppendedAt">When the last entry was appended; <c>null</c> when there is none.</param>
internal sealed record QueueEnd(Contracts.QueueId Queue, long Offset, DateTimeOffset? AppendedAt) : INodeMessage;
