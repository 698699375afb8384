using System.Data.Common;
using Coordinator.Participants.Producing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Coordinator.Participants.EntityFrameworkCore;

/// <summary>Runs local transactions in a context: in its current transaction, or else in a new one.</summary>
internal sealed class ContextDatabase(DbContext context) : ILocalDatabase
{
    public async Task<LocalDatabaseUnit> BeginAsync(CancellationToken ct) =>
        new Unit(context.Database.CurrentTransaction ?? await context.Database.BeginTransactionAsync(ct));

    private sealed class Unit(IDbContextTransaction transaction) : LocalDatabaseUnit
    {
        private bool _isCommitted;

        public override DbTransaction Transaction => transaction.GetDbTransaction();

        public override async Task CommitAsync()
        {
            // Not cancellable, because a COMMIT that is cancelled leaves its outcome unknown.
            await transaction.CommitAsync(CancellationToken.None);
            _isCommitted = true;
        }

        /// <summary>Ends the transaction, also that of the caller: with the fence row in it, it must not commit any more.</summary>
        public override async ValueTask DisposeAsync()
        {
            try
            {
                if (!_isCommitted)
                    await transaction.RollbackAsync(CancellationToken.None);
            }
            catch (Exception ended) when (ended is DbException or InvalidOperationException)
            {
                // The database has rolled it back already, or the connection is lost, which rolls it back as well.
            }
            finally
            {
                await transaction.DisposeAsync();
            }
        }
    }
}
