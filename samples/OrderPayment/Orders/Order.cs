namespace OrderPayment.Orders;

/// <summary>Order of a customer, to be paid by card.</summary>
/// <param name="Id">Number of the order, given by the shop.</param>
/// <param name="Customer">Customer who pays. The orders of one customer are shipped one after the other.</param>
/// <param name="Items">Description of the ordered items.</param>
/// <param name="Cents">Price in cents.</param>
/// <param name="CardLimitCents">
/// Largest amount that the customer's card pays at once; <c>null</c> when there is no limit.
/// </param>
internal sealed record Order(string Id, string Customer, string Items, long Cents, long? CardLimitCents)
{
    public bool ExceedsCardLimit => Cents > CardLimitCents;
}
