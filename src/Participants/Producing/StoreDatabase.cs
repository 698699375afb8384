using System.Data.Common;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Producing;

/// <summary>Runs local transactions on connections of the outcome store.</summary>
internal sealed class StoreDatabase(IOutcomeStore store) : ILocalDatabase
{
    public async Task<LocalDatabaseUnit> BeginAsync(CancellationToken ct)
    {
        var connection = await store.OpenConnectionAsync(ct);
        try
        {
            return new Unit(connection, await connection.BeginTransactionAsync(ct));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class Unit(DbConnection connection, DbTransaction transaction) : LocalDatabaseUnit
    {
        public override DbTransaction Transaction => transaction;

        // Not cancellable, because a COMMIT that is cancelled leaves its outcome unknown.
        public override Task CommitAsync() => transaction.CommitAsync(CancellationToken.None);

        public override async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
