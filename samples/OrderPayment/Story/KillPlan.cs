using OrderPayment.Services;

namespace OrderPayment.Story;

/// <summary>Which services are killed, when, and after how many orders: spread over the story, enough with one order.</summary>
internal sealed record KillPlan(
    IReadOnlyList<StopPoint> OrderService, IReadOnlyList<StopPoint> Shipping, IReadOnlyList<StopPoint> Points)
{
    /// <param name="payable">How many of the orders will be paid.</param>
    public static KillPlan For(int payable) => new(
        [
            new StopPoint(Moment.AfterPrepare, payable / 5),
            new StopPoint(Moment.BeforeLocalCommit, payable / 5),
            new StopPoint(Moment.AfterLocalCommit, payable / 5),
        ],
        [new StopPoint(Moment.AmidEffect, payable / 4)],
        [new StopPoint(Moment.AfterEffect, payable / 2)]);
}
