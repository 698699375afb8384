using Coordinator.Participants.EntityFrameworkCore;
using Coordinator.Participants.Typed;
using Microsoft.EntityFrameworkCore;

namespace Checkout;

/// <summary>Database of the service that takes payments.</summary>
internal sealed class OrdersContext(DbContextOptions<OrdersContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddCoordinatorTables(Database);
        modelBuilder.Entity<Order>().HasData(new Order { Id = 17, Customer = "ann" });
    }
}

/// <summary>An order.</summary>
internal sealed class Order
{
    public int Id { get; set; }

    public required string Customer { get; set; }

    public bool IsPaid { get; set; }
}

/// <summary>Message: an order is paid.</summary>
[MessageType("orders.paid.v1")]
internal sealed record OrderPaid(int OrderId);
