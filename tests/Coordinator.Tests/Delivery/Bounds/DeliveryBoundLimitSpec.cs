using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Bounds;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Delivery.Bounds;

/// <summary>Tests the bound of a group when it has more exceptions than may be told, or has not read everything.</summary>
public sealed class DeliveryBoundLimitSpec
{
    private static readonly GroupQueue Of = new(new ConsumerGroup("shipping"), new QueueId(new Topic("orders.paid"), 3));

    [Fact]
    public void Bound_stays_behind_with_more_exceptions_than_may_be_told()
    {
        var copies = Enumerable.Range(1, SettledBelow.MaxExcept + 1).Select(number => number * 2L).ToList();

        var taken = DeliveryBound.Of(Of, epoch: 7, new BoundFound(1, 5_000, copies), ProgressAt(9_000));

        Assert.True(taken.IsHeld);
        Assert.Equal((7L, 2_002L), (taken.Settled.Epoch, taken.Settled.Bound));
        Assert.Equal(copies[..SettledBelow.MaxExcept], taken.Settled.Except);
    }

    [Fact]
    public void Bound_reaches_what_is_kept_with_as_many_exceptions_as_may_be_told()
    {
        var copies = Enumerable.Range(1, SettledBelow.MaxExcept).Select(number => number * 2L).ToList();
        var taken = DeliveryBound.Of(Of, epoch: 0, new BoundFound(1, 5_000, copies), ProgressAt(9_000));
        Assert.Equal((false, 5_000L), (taken.IsHeld, taken.Settled.Bound));
    }

    [Fact]
    public void Bound_is_no_higher_than_the_group_has_read()
    {
        var taken = DeliveryBound.Of(Of, epoch: 0, new BoundFound(1, 50, [3, 40]), ProgressAt(9));
        Assert.Equal(10, taken.Settled.Bound);
        Assert.Equal([3], taken.Settled.Except);
    }

    private static GroupProgress ProgressAt(long cursor) => new(
        new ProgressSnapshot(cursor, []), new Dictionary<long, QueueEntry>(), new SteadyClock(() => DateTimeOffset.UnixEpoch, () => default), new DeliveryOptions());
}
