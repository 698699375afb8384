using System.Data.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.EntityFrameworkCore;

/// <summary>Keeps outcomes and inbox in the database of a <see cref="DbContext" />.</summary>
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
        return builder.UseOutcomeStore(services => new OutcomeStore(DialectOf<TContext>(services), () => Connect<TContext>(services)));
    }

    /// <summary>
    /// Runs the handlers of a consumer within a transaction of a context, with the inbox rows of their messages. The handler gets the same context
    /// from its scope. What it leaves unsaved is saved at its end. The tables are created at start, unless migrations have made them, and purged.
    /// </summary>
    /// <typeparam name="TContext">The context, which the services of the host must have (<c>AddDbContext</c>).</typeparam>
    /// <remarks>
    /// With a retrying execution strategy, the handler runs again in the same scope, and the context forgets what it tracked: load what you change
    /// within the handler.
    /// </remarks>
    public static void UseInbox<TContext>(this ConsumerOptions options)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(options);
        options.UseInbox(services => new ContextInboxScope(services.GetRequiredService<TContext>()));
        options.Inbox = services => new InboxDatabase(DialectOf<TContext>(services), () => Connect<TContext>(services));
    }

    private static SqlDialect DialectOf<TContext>(IServiceProvider services)
        where TContext : DbContext
    {
        using var scope = services.CreateScope();
        return Provider.DialectOf(scope.ServiceProvider.GetRequiredService<TContext>().Database.ProviderName);
    }

    private static DbConnection Connect<TContext>(IServiceProvider services)
        where TContext : DbContext
    {
        using var scope = services.CreateScope();
        return Provider.Connect(scope.ServiceProvider.GetRequiredService<TContext>().Database);
    }
}
