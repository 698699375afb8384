using System.Data;
using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Tests.Fence;

namespace Coordinator.Participants.Tests.Tables;

/// <summary>Records and checks outcomes with the statements of version 1, in the order of its library.</summary>
internal sealed class VersionOneOutcomes(ServiceDatabase service) : ICheckedOutcomes
{
    public async Task RecordCommittedAsync(DbTransaction transaction, TransactionId id)
    {
        await using var insert = transaction.Statement(VersionOne.InsertCommitted, ("@id", id.Value));
        if (await insert.ExecuteNonQueryAsync() > 0)
            return;
        await using var select = transaction.Statement(VersionOne.SelectOutcome, ("@id", id.Value));
        throw await select.ExecuteScalarAsync() is "committed"
            ? new TransactionAlreadyCommittedException(id)
            : new TransactionFencedException(id);
    }

    public async Task<CheckResult> CheckAsync(TransactionId id)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var connection = service.Connect();
        await connection.OpenAsync();
        try
        {
            return service.Dialect == SqlDialect.Sqlite
                ? await CheckByStatementAsync(connection, id)
                : await CheckInTransactionAsync(connection, id);
        }
        catch (DbException locked) when (DatabaseError.IsLockWait(service.Dialect, locked))
        {
            return CheckResult.InProgress("locked");
        }
    }

    private static async Task<CheckResult> CheckByStatementAsync(DbConnection connection, TransactionId id)
    {
        await connection.ExecuteAsync(VersionOne.CheckSettings(SqlDialect.Sqlite));
        await using var select = connection.Statement(VersionOne.SelectOutcome, null, ("@id", id.Value));
        return await select.ExecuteScalarAsync() is { } outcome
            ? OutcomeSql.Read(id, outcome)
            : await FenceOrReadAsync(connection, null, id);
    }

    private static async Task<CheckResult> CheckInTransactionAsync(DbConnection connection, TransactionId id)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        await connection.ExecuteAsync(VersionOne.CheckSettings(SqlDialect.PostgreSql), transaction);
        var result = await FenceOrReadAsync(connection, transaction, id);
        await transaction.CommitAsync();
        return result;
    }

    private static async Task<CheckResult> FenceOrReadAsync(DbConnection connection, DbTransaction? transaction, TransactionId id)
    {
        await using var insert = connection.Statement(VersionOne.InsertRolledBack, transaction, ("@id", id.Value));
        insert.CommandTimeout = 1;
        if (await insert.ExecuteNonQueryAsync() > 0)
            return CheckResult.RolledBack();
        await using var select = connection.Statement(VersionOne.SelectOutcome, transaction, ("@id", id.Value));
        return OutcomeSql.Read(id, await select.ExecuteScalarAsync());
    }
}

/// <summary>Records with one library and checks with another, as two instances of a service do during its rolling upgrade.</summary>
internal sealed class MixedOutcomes(ICheckedOutcomes local, ICheckedOutcomes checks) : ICheckedOutcomes
{
    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id) => local.RecordCommittedAsync(transaction, id);

    public Task<CheckResult> CheckAsync(TransactionId id) => checks.CheckAsync(id);
}
