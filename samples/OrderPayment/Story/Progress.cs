namespace OrderPayment.Story;

/// <summary>Progress of the services, according to their databases.</summary>
internal sealed record Progress(long Orders, long Paid, long Declined, long Shipped, long PointsAwarded)
{
    /// <summary>
    /// Gets a value indicating whether every order is paid or declined, and both other services have handled each payment.
    /// </summary>
    public bool IsSettled => Paid + Declined >= Orders && Shipped >= Paid && PointsAwarded >= Paid;
}
