// Entities, contexts and the message of every pair in this folder. Not counted.
using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>Database of the orders. A system that needs tables in the model adds them in its own part.</summary>
public sealed partial class OrdersContext(DbContextOptions<OrdersContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public static async Task CreateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrdersContext>().Database.EnsureCreatedAsync();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        AddTables(modelBuilder);
        modelBuilder.Entity<Order>().HasData(
            new Order { Id = 17, Customer = "ann", Total = 30 },
            new Order { Id = 18, Customer = "bob", Total = 50 });
    }

    static partial void AddTables(ModelBuilder modelBuilder);
}

/// <summary>Database of the shipments.</summary>
public sealed partial class ShippingContext(DbContextOptions<ShippingContext> options) : DbContext(options)
{
    public DbSet<Shipment> Shipments => Set<Shipment>();

    public static async Task CreateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ShippingContext>().Database.EnsureCreatedAsync();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => AddTables(modelBuilder);

    static partial void AddTables(ModelBuilder modelBuilder);
}

/// <summary>An order.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public required string Customer { get; set; }

    public decimal Total { get; set; }

    public bool IsPaid { get; set; }
}

/// <summary>A shipment of an order.</summary>
public sealed class Shipment
{
    public int Id { get; set; }

    public int OrderId { get; set; }
}

/// <summary>Message: an order is paid.</summary>
public sealed partial record OrderPaid(int OrderId, decimal Total);
