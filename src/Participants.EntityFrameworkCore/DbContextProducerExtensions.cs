using Coordinator.Participants.Producing;
using Microsoft.EntityFrameworkCore;

namespace Coordinator.Participants.EntityFrameworkCore;

/// <summary>Sends messages with a local transaction of a <see cref="DbContext" />.</summary>
public static class DbContextProducerExtensions
{
    /// <summary>
    /// Runs a function within a transaction of the context, saves its changes, and publishes its messages if, and only if, that transaction commits.
    /// </summary>
    /// <param name="producer">The producer.</param>
    /// <param name="context">
    /// The context, on the database of the outcome store. When it has a current transaction, that one is used, and committed or rolled back by the
    /// send.
    /// </param>
    /// <param name="localTransaction">
    /// The business change. Changes that it leaves unsaved are saved at its end. It saves them itself when a message needs a number that the
    /// database makes.
    /// </param>
    /// <param name="options">Options of this send. With a key, a repeated send runs nothing.</param>
    /// <param name="ct">
    /// Cancels the send until the database transaction is being committed. From then on it only ends the wait for the coordinator's
    /// confirmation.
    /// </param>
    /// <returns>The durable outcome, as of <see cref="ITransactionalProducer" />, whose exceptions are thrown too.</returns>
    /// <remarks>
    /// With a retrying execution strategy (<c>EnableRetryOnFailure</c>), each retry is a new attempt under a new id, and under the same key. The
    /// function runs again then, and the context forgets what it tracked: load what you change within the function.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The producer is not that of <c>AddCoordinatorParticipant</c>, or it has no outcome store.</exception>
    public static Task<SendResult> SendAsync<TContext>(
        this ITransactionalProducer producer,
        TContext context,
        Func<LocalTransactionScope, CancellationToken, Task> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(localTransaction);
        return producer.SendAsync(
            context,
            async (scope, stop) =>
            {
                await localTransaction(scope, stop);
                return LocalOutcome.Commit;
            },
            options,
            ct);
    }

    /// <summary>
    /// Runs a function within a transaction of the context. <see cref="LocalOutcome.RollBack" /> rolls it back, and nothing is saved or sent.
    /// </summary>
    /// <inheritdoc cref="SendAsync{TContext}(ITransactionalProducer, TContext, Func{LocalTransactionScope, CancellationToken, Task}, SendOptions?, CancellationToken)" />
    public static async Task<SendResult> SendAsync<TContext>(
        this ITransactionalProducer producer,
        TContext context,
        Func<LocalTransactionScope, CancellationToken, Task<LocalOutcome>> localTransaction,
        SendOptions? options = null,
        CancellationToken ct = default)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(producer);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(localTransaction);
        if (producer is not TransactionalProducer own)
            throw new InvalidOperationException($"A send with a DbContext needs the producer of AddCoordinatorParticipant, but this one is a {producer.GetType().Name}.");
        var database = new ContextDatabase(context);
        // The strategy of the context does not retry what runs within a transaction of the caller.
        if (context.Database.CurrentTransaction is not null)
            return await own.SendAsync(database, Saving(context, localTransaction), options, ct);
        var isRetry = false;
        return await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async stop =>
            {
                if (isRetry)
                    context.ChangeTracker.Clear();
                isRetry = true;
                return await own.SendAsync(database, Saving(context, localTransaction), options, stop);
            },
            ct);
    }

    private static Func<LocalTransactionScope, CancellationToken, Task<LocalOutcome>> Saving(
        DbContext context, Func<LocalTransactionScope, CancellationToken, Task<LocalOutcome>> localTransaction) =>
        async (scope, ct) =>
        {
            var outcome = await localTransaction(scope, ct);
            if (outcome is LocalOutcome.Commit)
                await context.SaveChangesAsync(ct);
            return outcome;
        };
}
