using System.Data.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;

namespace Coordinator.Participants.Consuming;

/// <summary>Inbox of a subscription, with the database that it is in.</summary>
internal sealed class InboxDatabase(SqlDialect dialect, Func<DbConnection> connect)
{
    public SqlDialect Dialect => dialect;

    public InboxStore Store { get; } = new(dialect);

    public async Task EnsureTablesAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await Store.EnsureTablesAsync(connection, ct);
    }

    public async Task<long> PurgeAsync(SettledDeliveries settled, TimeSpan keepAtLeast, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        return await Store.PurgeAsync(connection, settled, keepAtLeast, ct);
    }

    public Task<DbConnection> OpenAsync(CancellationToken ct) => connect.OpenAsync(ct);
}
