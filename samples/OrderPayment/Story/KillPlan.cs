using OrderPayment.Services;

namespace OrderPayment.Story;

/// <summary>
/// Plan of the kills: services, moments and numbers of orders. They are spread over the run, and one order is enough for them.
/// </summary>
internal sealed record KillPlan(
    IReadOnlyList<StopPoint> OrderService, IReadOnlyList<StopPoint> Shipping, IReadOnlyList<StopPoint> Points)
{
    /// <param name="payable">Number of orders that will be paid.</param>
    public static KillPlan For(int payable) => new(
        [
            new StopPoint(Moment.AfterPrepare, payable / 5),
            new StopPoint(Moment.BeforeLocalCommit, payable / 5),
            new StopPoint(Moment.AfterLocalCommit, payable / 5),
        ],
        [new StopPoint(Moment.AmidEffect, payable / 4)],
        [new StopPoint(Moment.AfterEffect, payable / 2)]);
}
