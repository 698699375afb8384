using Coordinator.Contracts.Producing;
using Coordinator.Testing;
using Xunit.Abstractions;

namespace Checkout;

public sealed class CheckoutSpec(ITestOutputHelper output)
{
    [Fact]
    public async Task Paid_order_is_shipped()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var checkout = new PayAndShip();
        await using var services = await checkout.StartAsync(coordinator, CancellationToken.None);
        await coordinator.WaitUntilConnectedAsync();

        await checkout.ActAsync(CancellationToken.None);
        await coordinator.WaitUntilQuietAsync();

        Assert.Equal("ann", Assert.Single(await coordinator.MessagesAsync("orders.paid")).OrderingKey);
        Assert.Equal(TransactionPhase.Completed, Assert.Single(await coordinator.TransactionsAsync()).Phase);
        Assert.Equal(1, await checkout.CountShipmentsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Paid_order_is_shipped_once_wherever_a_service_dies()
    {
        var report = await TestCoordinator.EveryCrashPointAsync(() => new PayAndShip());

        output.WriteLine(report.ToString());
        Assert.Equal(report.Defined, report.Survived);
    }
}
