// The table of the service's own inbox. Not counted.
using Microsoft.EntityFrameworkCore;

namespace Shop;

public sealed partial class ShippingContext
{
    static partial void AddTables(ModelBuilder modelBuilder) => modelBuilder.Entity<HandledMessage>();
}

/// <summary>A message whose effect is in this database.</summary>
public sealed class HandledMessage
{
    public required string Id { get; set; }
}
