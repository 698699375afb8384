using Coordinator.Delivery.Common;
using Coordinator.Delivery.Members;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// A message that was read for a group and is not settled. The one object for it travels through all pieces of the
/// delivery stream, which therefore must run fused, on one thread.
/// </summary>
internal sealed class PendingMessage(QueueEntry entry)
{
    public QueueEntry Entry { get; } = entry;

    public long Offset => Entry.Offset;

    public string? OrderingKey => Entry.Message.OrderingKey;

    /// <summary>Hand-overs so far; the number that consumers see.</summary>
    public int Attempt { get; set; }

    /// <summary>Hand-overs that the consumer failed; they use up the budget. Losing a consumer's session is no failure.</summary>
    public int Failures { get; set; }

    /// <summary>Not handed over before.</summary>
    public DateTimeOffset DueAt { get; set; } = entry.CommittedAt + entry.Message.Delay;

    /// <summary>
    /// It was committed before now, whatever the clock of the node said that committed it: it waits for its delay at most.
    /// When a failure's back-off began is not known any more, so that stands.
    /// </summary>
    public void WaitAtMostItsDelay(DateTimeOffset now)
    {
        var latest = now + Entry.Message.Delay;
        if (Failures == 0 && DueAt > latest)
            DueAt = latest;
    }

    /// <summary>Why it failed last.</summary>
    public string? Reason { get; set; }

    /// <summary>Who has it now.</summary>
    public Member? Holder { get; set; }

    public DateTimeOffset LeaseEnds { get; set; }

    /// <summary>On its way to the dead letters; pending until it is durable there.</summary>
    public bool DeadLettering { get; set; }

    /// <summary>Acknowledged, or durable among the dead letters. Whoever still finds it in a queue lets go of it.</summary>
    public bool Settled { get; set; }

    /// <summary>What it counts against <see cref="DeliveryOptions.MaxPendingBytes" />.</summary>
    public int Bytes => Entry.Message.Body.Length + Overhead;

    private const int Overhead = 256;
}
