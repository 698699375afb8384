using Coordinator.Participants;
using Coordinator.Participants.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Checkout;

/// <summary>The two services, as their programs set them up.</summary>
internal static class CheckoutServices
{
    public static void AddOrders(this IServiceCollection services, string database)
    {
        services.AddDbContext<OrdersContext>(options => options.UseSqlite(database));
        services.AddCoordinatorParticipant(options => options.ProducerGroup = "orders").UseDbContext<OrdersContext>();
        services.AddScoped<Payments>();
    }

    public static void AddShipping(this IServiceCollection services, string database)
    {
        services.AddDbContext<ShippingContext>(options => options.UseSqlite(database));
        services.AddCoordinatorParticipant(_ => { })
            .AddConsumer<OrderPaid, Ship>("shipping", "orders.paid", consumer => consumer.UseInbox<ShippingContext>());
    }
}
