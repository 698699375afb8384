using System.Diagnostics.CodeAnalysis;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Members;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// A message that was read for a group and is not settled. All stages of the delivery stream share this object, so they must run
/// fused, on one thread. There may be a million of them, so it is small: the body of one that waits may be dropped.
/// </summary>
/// <param name="offset">Offset of the message.</param>
/// <param name="key">Hash of its ordering key; 0 when it has none.</param>
/// <param name="tag">Hash of its tag; 0 when it has none.</param>
/// <param name="deliveries">Number of deliveries before the start of the stream.</param>
internal sealed class PendingMessage(long offset, ulong key, ulong tag, int deliveries = 0)
{
    private const int Overhead = 256;

    private DeliveredTo? _deliveredTo;

    // Number of the delivery whose failure was presumed last; 0 when there is none.
    private int _presumed;

    public long Offset => offset;

    /// <summary>Hash of the ordering key; 0 when the message has none. Two keys of one hash hold each other up, which does no harm.</summary>
    public ulong Key => key;

    /// <summary>Hash of the tag; 0 when the message has none.</summary>
    public ulong TagHash => tag;

    /// <summary>Entry of the log; <c>null</c> while its body is dropped.</summary>
    public QueueEntry? Entry { get; set; }

    [MemberNotNullWhen(true, nameof(Entry))]
    public bool IsLoaded => Entry is not null;

    /// <summary>Bytes of the body in memory, which count against <see cref="DeliveryOptions.MaxPendingBytes" />.</summary>
    public int Bytes => Entry is { } entry ? entry.Message.Body.Length + Overhead : 0;

    /// <summary>Number of deliveries so far, which consumers see.</summary>
    public int Attempt => _deliveredTo?.Count ?? deliveries;

    /// <summary>Number of deliveries that the consumer failed. They use up the budget; the end of a session does not.</summary>
    public int Failures { get; set; }

    /// <summary>Earliest time of the next delivery, by the clock of the stream.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Time from the failure, or from the commit, to <see cref="DueAt" />.</summary>
    public TimeSpan Wait { get; set; }

    /// <summary>Reason of the last failure.</summary>
    public string? Reason { get; set; }

    /// <summary>True when the message may have ended a consumer's process. It is handed out to run alone.</summary>
    public bool Suspect { get; set; }

    /// <summary>True when the latest save has the message as pending.</summary>
    public bool IsSaved { get; set; }

    /// <summary>True when the message has its place in the order of its key.</summary>
    public bool IsInGate { get; set; }

    /// <summary>
    /// Number of times that the message is on its way through the stream to the window. It may be twice, when a delivery was taken back,
    /// went on after all, and ended again.
    /// </summary>
    public int OnItsWay { get; set; } = 1;

    /// <summary>True while the message is being dead-lettered. It stays pending until its dead letter is durable.</summary>
    public bool DeadLettering { get; set; }

    /// <summary>
    /// True when the message is acknowledged or its dead letter is durable. A stage that still holds the message drops it.
    /// </summary>
    public bool Settled { get; set; }

    /// <summary>Latest delivery of this stream; <c>null</c> before the first.</summary>
    public Flight? Flight { get; private set; }

    /// <summary>Member that has the message now.</summary>
    public Member? Holder => Flight?.Holder;

    /// <summary>Returns the hash of an ordering key; 0 for none.</summary>
    public static ulong KeyOf(string? orderingKey) => orderingKey is null ? 0 : Math.Max(1, StableHash.Of(orderingKey));

    public void HandTo(Member member, DateTimeOffset now, long number)
    {
        Flight = new Flight(member, number, Suspect, now, Entry!.Id);
        (_deliveredTo ??= new DeliveredTo(deliveries)).Add(member.Instance);
    }

    /// <summary>Gives the message to a member that has it already, from before the start of the stream.</summary>
    public void GoOnAt(Member member, DateTimeOffset now, long number) => Flight = new Flight(member, number, Suspect, now, Entry!.Id);

    /// <summary>Counts a failure of the latest delivery without a word of its consumer, who may still tell that the handler runs.</summary>
    public void Presume() => (_presumed, Failures) = (Attempt, Failures + 1);

    /// <summary>Takes a presumed failure of a delivery back: its handler runs.</summary>
    public void Acquit(int attempt)
    {
        if (_presumed != attempt)
            return;
        _presumed = 0;
        Failures--;
    }

    /// <summary>Returns true when the instance may settle that delivery of the message.</summary>
    public bool WasDeliveredTo(InstanceId instance, int attempt) =>
        _deliveredTo?.Includes(instance, attempt) ?? (attempt > 0 && attempt <= deliveries);
}
