using System.Data.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Coordinator.Participants.EntityFrameworkCore;

/// <summary>Transaction of the inbox in the context of the handler.</summary>
internal sealed class ContextInboxScope(DbContext context) : IInboxScope
{
    public SqlDialect Dialect { get; } = Provider.DialectOf(context.Database.ProviderName);

    public async Task RunAsync(Func<DbTransaction, CancellationToken, Task<bool>> work, CancellationToken ct)
    {
        var isRetry = false;
        await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async stop =>
            {
                if (isRetry)
                    context.ChangeTracker.Clear();
                isRetry = true;
                await using var transaction = await context.Database.BeginTransactionAsync(stop);
                if (!await work(transaction.GetDbTransaction(), stop))
                    return;
                await context.SaveChangesAsync(stop);
                // A commit that fails may have happened. The inbox rows tell, when the strategy or the coordinator repeats it.
                await transaction.CommitAsync(CancellationToken.None);
            },
            ct);
    }
}
