using Coordinator.Contracts;
using Coordinator.Delivery.Progress;

namespace Coordinator.Tests.Delivery.Progress;

public sealed class DeliveredToSpec
{
    private static readonly InstanceId A = new("a");
    private static readonly InstanceId B = new("b");

    [Fact]
    public void Delivery_that_was_never_made_is_nobodys()
    {
        var deliveries = new DeliveredTo(before: 0);

        Assert.False(deliveries.Includes(A, 0));
        Assert.False(deliveries.Includes(A, 1));
    }

    [Fact]
    public void Each_delivery_has_the_instance_that_got_it()
    {
        var deliveries = new DeliveredTo(2);
        deliveries.Add(A);
        deliveries.Add(B);
        deliveries.Add(A);

        Assert.Equal(5, deliveries.Count);
        Assert.Equal([true, true, true, false, true, false], Enumerable.Range(1, 6).Select(number => deliveries.Includes(A, number)));
        Assert.Equal([true, true, false, true, false, false], Enumerable.Range(1, 6).Select(number => deliveries.Includes(B, number)));
        Assert.False(deliveries.Includes(A, 0));
        Assert.False(deliveries.Includes(A, -1));
    }

    [Fact]
    public void Earliest_of_very_many_deliveries_is_forgotten()
    {
        var deliveries = new DeliveredTo(0);
        for (var number = 1; number <= 18; number++)
            deliveries.Add(A);

        Assert.False(deliveries.Includes(A, 1));
        Assert.True(deliveries.Includes(A, 2));
        Assert.True(deliveries.Includes(A, 18));
    }
}
