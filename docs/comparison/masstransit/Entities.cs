// The tables of MassTransit in the model of each service. Not counted.
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public sealed partial class OrdersContext
{
    static partial void AddTables(ModelBuilder modelBuilder)
    {
        modelBuilder.AddInboxStateEntity();
        modelBuilder.AddOutboxMessageEntity();
        modelBuilder.AddOutboxStateEntity();
    }
}

public sealed partial class ShippingContext
{
    static partial void AddTables(ModelBuilder modelBuilder)
    {
        modelBuilder.AddInboxStateEntity();
        modelBuilder.AddOutboxMessageEntity();
        modelBuilder.AddOutboxStateEntity();
    }
}
