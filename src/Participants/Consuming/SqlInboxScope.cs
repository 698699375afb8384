using System.Data.Common;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Consuming;

/// <summary>Transaction of the inbox on a connection of its own.</summary>
internal sealed class SqlInboxScope(InboxDatabase inbox) : IInboxScope
{
    public SqlDialect Dialect => inbox.Dialect;

    public async Task RunAsync(Func<DbTransaction, CancellationToken, Task<bool>> work, CancellationToken ct)
    {
        await using var connection = await inbox.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // A commit that fails may have happened. The inbox rows tell, when the messages are delivered again.
        if (await work(transaction, ct))
            await transaction.CommitAsync(CancellationToken.None);
    }
}
