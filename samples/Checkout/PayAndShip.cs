using Coordinator.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Checkout;

/// <summary>A customer pays order 17, and it is shipped.</summary>
internal sealed class PayAndShip : CrashScenario
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("checkout-");
    private IHost _orders = null!;
    private IHost _shipping = null!;

    public override async Task<IAsyncDisposable> StartAsync(TestCoordinator coordinator, CancellationToken ct)
    {
        _orders = Build(coordinator, services => services.AddOrders(Database("orders")));
        _shipping = Build(coordinator, services => services.AddShipping(Database("shipping")));
        await CreateAsync<OrdersContext>(_orders, ct);
        await CreateAsync<ShippingContext>(_shipping, ct);
        return await RunningHosts.StartAsync([_orders, _shipping], ct);
    }

    public override async Task ActAsync(CancellationToken ct)
    {
        await using var scope = _orders.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Payments>().PayAsync(17, ct);
    }

    /// <summary>Both or neither. A customer who got no answer pays again, and then it is done once.</summary>
    public override async Task VerifyAsync(TestCoordinator coordinator, CancellationToken ct)
    {
        await RequireAsync(coordinator, await IsPaidAsync(ct) ? 1 : 0, ct);
        await ActAsync(ct);
        await coordinator.WaitUntilQuietAsync(ct: ct);
        Assert.True(await IsPaidAsync(ct));
        await RequireAsync(coordinator, 1, ct);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    public async Task<int> CountShipmentsAsync(CancellationToken ct)
    {
        await using var scope = _shipping.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ShippingContext>().Shipments.CountAsync(ct);
    }

    private async Task RequireAsync(TestCoordinator coordinator, int expected, CancellationToken ct)
    {
        Assert.Equal(expected, (await coordinator.MessagesAsync("orders.paid", ct)).Count);
        Assert.Equal(expected, await CountShipmentsAsync(ct));
    }

    private async Task<bool> IsPaidAsync(CancellationToken ct)
    {
        await using var scope = _orders.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrdersContext>().Orders.AnyAsync(order => order.IsPaid, ct);
    }

    private string Database(string name) => $"Data Source={Path.Combine(_directory.FullName, name)}.db";

    private static IHost Build(TestCoordinator coordinator, Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        add(builder.Services);
        builder.Services.UseTestCoordinator(coordinator);
        return builder.Build();
    }

    private static async Task CreateAsync<TContext>(IHost host, CancellationToken ct)
        where TContext : DbContext
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TContext>().Database.EnsureCreatedAsync(ct);
    }
}
