using Coordinator.Participants.Fence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.EntityFrameworkCore;

/// <summary>Keeps the outcomes of local transactions in the database of a <see cref="DbContext" />.</summary>
public static class DbContextBuilderExtensions
{
    /// <summary>
    /// Keeps the outcomes of local transactions in the database of a context, and answers all checks from it. Tables that migrations have not made
    /// are created at start.
    /// </summary>
    /// <typeparam name="TContext">The context, which the services of the host must have (<c>AddDbContext</c>).</typeparam>
    /// <exception cref="InvalidOperationException">Checks are answered already.</exception>
    public static CoordinatorParticipantBuilder UseDbContext<TContext>(this CoordinatorParticipantBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseOutcomeStore(services =>
        {
            using var scope = services.CreateScope();
            var dialect = Provider.DialectOf(scope.ServiceProvider.GetRequiredService<TContext>().Database.ProviderName);
            return new OutcomeStore(dialect, () =>
            {
                using var inner = services.CreateScope();
                return Provider.Connect(inner.ServiceProvider.GetRequiredService<TContext>().Database);
            });
        });
    }
}
