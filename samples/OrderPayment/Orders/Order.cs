namespace OrderPayment.Orders;

/// <summary>A customer's order, waiting to be paid by card.</summary>
/// <param name="Id">The order's number, as the shop gave it.</param>
/// <param name="Customer">Who pays; the orders of one customer are shipped one after the other.</param>
/// <param name="Items">What was ordered, for people.</param>
/// <param name="Cents">What it costs.</param>
/// <param name="CardLimitCents">The most that the customer's card pays at once; <c>null</c> when there is no limit.</param>
internal sealed record Order(string Id, string Customer, string Items, long Cents, long? CardLimitCents)
{
    public bool ExceedsCardLimit => Cents > CardLimitCents;
}
