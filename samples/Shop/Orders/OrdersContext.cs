using Coordinator.Participants.EntityFrameworkCore;
using Coordinator.Participants.Typed;
using Microsoft.EntityFrameworkCore;

namespace Shop.Orders;

/// <summary>Database of the orders. A real service would use migrations.</summary>
internal sealed class OrdersContext(DbContextOptions<OrdersContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public static async Task CreateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();
        await context.Database.EnsureCreatedAsync();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddCoordinatorTables(Database);
        modelBuilder.Entity<Order>().HasData(
            new Order { Id = 17, Customer = "ann", Total = 30 },
            new Order { Id = 18, Customer = "bob", Total = 50 });
    }
}

/// <summary>An order.</summary>
internal sealed class Order
{
    public int Id { get; set; }

    public required string Customer { get; set; }

    public decimal Total { get; set; }

    public bool IsPaid { get; set; }
}

/// <summary>Message: an order is paid.</summary>
[MessageType("orders.paid.v1")]
internal sealed record OrderPaid(int OrderId, decimal Total);
