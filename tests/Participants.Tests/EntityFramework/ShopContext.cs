using Coordinator.Participants.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Coordinator.Participants.Tests.EntityFramework;

/// <summary>The database of a service with Entity Framework, whose model has the tables of the library.</summary>
internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddCoordinatorTables(Database);
}

/// <summary>An order, whose number the database makes.</summary>
internal sealed class Order
{
    public int Id { get; set; }

    public required string Customer { get; set; }
}
