using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Participants.Consuming;

/// <summary>A delivery that waits for a handler or has one, under its latest attempt.</summary>
/// <param name="deliver">The delivery.</param>
/// <param name="arrived">Time of its arrival, by a clock that is never set. The lease counts from there.</param>
internal sealed class DeliveryInHand(Deliver deliver, TimeSpan arrived)
{
    // The lease is renewed at a third of its time, so that one lost renewal does no harm.
    private const int RenewalsPerLease = 3;

    // A delivery that waits is handed back before the coordinator counts the end of its lease as a failure.
    private const int HandBackShare = 4;

    private TimeSpan _leaseFrom = arrived;
    private TimeSpan? _began;
    private bool _isReported;

    public Deliver Deliver { get; private set; } = deliver;

    /// <summary>Place of the message. After a restore of the coordinator another message may have the same offset.</summary>
    public (QueueId Queue, long Offset, long Epoch) Key => KeyOf(Deliver.Delivery);

    /// <summary>Turn of its handler, held from before the handler begins until it has ended.</summary>
    public IDisposable? Turn { get; set; }

    public bool HasBegun => _began is not null;

    /// <summary>Last question for leave to begin: whether it would run alone; <c>null</c> while it waits for its turn.</summary>
    public bool? AskedAlone { get; set; }

    /// <summary>True while the coordinator has not given leave to begin.</summary>
    public bool IsAsking => AskedAlone is not null && !HasBegun;

    public static (QueueId Queue, long Offset, long Epoch) KeyOf(DeliveryId delivery) => (delivery.Queue, delivery.Offset, delivery.Epoch);

    public void Begin(TimeSpan now) => _began = now;

    /// <summary>Replaces the delivery by a later attempt of the same message, whose lease begins now.</summary>
    public void Join(Deliver other, TimeSpan now)
    {
        if (other.Delivery.Attempt <= Deliver.Delivery.Attempt)
            return;
        Deliver = other;
        _leaseFrom = now;
    }

    /// <summary>True when the lease is over: the handler must not begin.</summary>
    public bool IsLeaseOver(TimeSpan now) => now - _leaseFrom >= Deliver.Lease;

    /// <summary>True when the lease is nearly over.</summary>
    public bool IsLeaseEnding(TimeSpan now) => now - _leaseFrom >= Deliver.Lease - (Deliver.Lease / HandBackShare);

    public bool IsRenewalDue(TimeSpan now) => now - _leaseFrom >= Deliver.Lease / RenewalsPerLease;

    /// <summary>True when the handler has run for longer than its lease is renewed.</summary>
    public bool HasRunFor(TimeSpan time, TimeSpan now) => _began is { } began && now - began >= time;

    /// <summary>Returns true the first time only, so that a long run is logged once.</summary>
    public bool TryReportLong() => !_isReported && (_isReported = true);

    /// <summary>Lets the lease begin again. The coordinator is told so.</summary>
    public void Renew(TimeSpan now) => _leaseFrom = now;
}
