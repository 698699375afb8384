using Coordinator.Contracts;
using Coordinator.Delivery.Members;

namespace Coordinator.Delivery.Progress;

/// <summary>Latest delivery of a message.</summary>
/// <param name="member">Member that gets it.</param>
/// <param name="number">Number of the hand-over, in the order of the stream.</param>
/// <param name="isAlone">True when it is handed out to run alone.</param>
/// <param name="now">Time of the hand-over.</param>
/// <param name="id">Id of the message, for its dead letter.</param>
internal sealed class Flight(Member member, long number, bool isAlone, DateTimeOffset now, MessageId id)
{
    public MessageId Id => id;

    public long Number => number;

    public bool IsAlone => isAlone;

    /// <summary>Bytes of the body that the member has room for.</summary>
    public int Bytes { get; private set; }

    /// <summary>Member that has the message; <c>null</c> when the delivery is over.</summary>
    public Member? Holder { get; private set; } = member;

    public DateTimeOffset LeaseEnds { get; private set; } = now + member.Lease;

    /// <summary>Start of the handler, as far as the consumer has told.</summary>
    public DeliveryStart Start { get; set; }

    /// <summary>True when the delivery was taken back without a word of the consumer.</summary>
    public bool IsTakenBack { get; private set; }

    /// <summary>True when it was taken back because its member's session moves. The member may still settle it in any way.</summary>
    public bool IsMoving { get; set; }

    /// <summary>True when a member has the message, or keeps it while its session moves.</summary>
    public bool IsOpen => Holder is not null || IsMoving;

    /// <summary>Keeps the bytes of the message: a delivery that is given back may have lost its body since.</summary>
    public int BytesOf(PendingMessage message) => Bytes = Math.Max(Bytes, message.Bytes);

    public void Renew(DateTimeOffset from) => LeaseEnds = from + Holder!.Lease;

    /// <summary>Gives the delivery back to a member of the instance that had it.</summary>
    public void Restore(Member to, DateTimeOffset from)
    {
        Holder = to;
        (IsTakenBack, IsMoving) = (false, false);
        Renew(from);
    }

    /// <param name="unasked">True when the consumer has not told how the delivery ended.</param>
    public void TakeBack(bool unasked)
    {
        Holder = null;
        (IsTakenBack, IsMoving) = (unasked, false);
    }
}
