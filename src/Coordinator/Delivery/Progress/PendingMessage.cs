using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Members;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// A message that was read for a group and is not settled. All stages of the delivery stream share this object, so they must run
/// fused, on one thread.
/// </summary>
/// <param name="entry">Entry of the log.</param>
/// <param name="deliveries">Number of deliveries before the start of the stream.</param>
internal sealed class PendingMessage(QueueEntry entry, int deliveries = 0)
{
    private DeliveredTo _deliveredTo = new(deliveries);

    public QueueEntry Entry { get; } = entry;

    public long Offset => Entry.Offset;

    public string? OrderingKey => Entry.Message.OrderingKey;

    /// <summary>Number of deliveries so far, which consumers see.</summary>
    public int Attempt => _deliveredTo.Count;

    /// <summary>Number of deliveries that the consumer failed. They use up the budget; the end of a session does not.</summary>
    public int Failures { get; set; }

    /// <summary>Earliest time of the next delivery.</summary>
    public DateTimeOffset DueAt { get; set; } = entry.CommittedAt + entry.Message.Delay;

    /// <summary>
    /// Limits the wait of a new message to its delay. The commit lies in the past, even if the clock of the committing node was
    /// ahead. A back-off after a failure is not limited, because its start is not known.
    /// </summary>
    public void WaitAtMostItsDelay(DateTimeOffset now)
    {
        var latest = now + Entry.Message.Delay;
        if (Failures == 0 && DueAt > latest)
            DueAt = latest;
    }

    /// <summary>Reason of the last failure.</summary>
    public string? Reason { get; set; }

    /// <summary>Member that has the message now.</summary>
    public Member? Holder { get; private set; }

    public DateTimeOffset LeaseEnds { get; private set; }

    public void HandTo(Member member, DateTimeOffset now)
    {
        Holder = member;
        LeaseEnds = now + member.Lease;
        _deliveredTo.Add(member.Instance);
    }

    public void TakeBack() => Holder = null;

    /// <summary>Returns true when the instance may settle that delivery of the message.</summary>
    public bool WasDeliveredTo(InstanceId instance, int attempt) => _deliveredTo.Includes(instance, attempt);

    /// <summary>True while the message is being dead-lettered. It stays pending until its dead letter is durable.</summary>
    public bool DeadLettering { get; set; }

    /// <summary>
    /// True when the message is acknowledged or its dead letter is durable. A stage that still holds the message drops it.
    /// </summary>
    public bool Settled { get; set; }

    /// <summary>Size that counts against <see cref="DeliveryOptions.MaxPendingBytes" />.</summary>
    public int Bytes => Entry.Message.Body.Length + Overhead;

    private const int Overhead = 256;
}
