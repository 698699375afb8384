using Coordinator.Participants.EntityFrameworkCore;
using Coordinator.Participants.Typed;
using Microsoft.EntityFrameworkCore;

namespace Shop.Shipping;

/// <summary>Database of the shipments. A real service would use migrations.</summary>
internal sealed class ShippingContext(DbContextOptions<ShippingContext> options) : DbContext(options)
{
    public DbSet<Shipment> Shipments => Set<Shipment>();

    public static async Task CreateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShippingContext>();
        await context.Database.EnsureCreatedAsync();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddCoordinatorTables(Database);
}

/// <summary>A shipment of an order.</summary>
internal sealed class Shipment
{
    public int Id { get; set; }

    public int OrderId { get; set; }
}

/// <summary>Message: an order is paid.</summary>
[MessageType("orders.paid.v1")]
internal sealed record OrderPaid(int OrderId, decimal Total);
