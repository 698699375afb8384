namespace OrderPayment.Story;

/// <summary>How far the services are, as their databases say.</summary>
internal sealed record Progress(long Orders, long Paid, long Declined, long Shipped, long PointsAwarded)
{
    /// <summary>Every order is paid or declined, and both other services have heard of each payment.</summary>
    public bool IsSettled => Paid + Declined >= Orders && Shipped >= Paid && PointsAwarded >= Paid;
}
