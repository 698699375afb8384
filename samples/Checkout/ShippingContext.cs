using Coordinator.Participants.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Checkout;

/// <summary>Database of the service that ships.</summary>
internal sealed class ShippingContext(DbContextOptions<ShippingContext> options) : DbContext(options)
{
    public DbSet<Shipment> Shipments => Set<Shipment>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddCoordinatorTables(Database);
}

/// <summary>A shipment of an order.</summary>
internal sealed class Shipment
{
    public int Id { get; set; }

    public int OrderId { get; set; }
}
