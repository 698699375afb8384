using System.Data.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;

namespace Coordinator.Testing.Tests;

/// <summary>Pays with the fence, and ships with the inbox.</summary>
internal sealed class SafePayment : PaymentScenario
{
    public bool HasInbox { get; init; } = true;

    /// <summary>Shipments of a paid order.</summary>
    public int Expected { get; init; } = 1;

    public override async Task<IAsyncDisposable> StartAsync(TestCoordinator coordinator, CancellationToken ct)
    {
        await CreateAsync();
        Service = await ServiceHost.StartAsync(coordinator, File, service =>
        {
            if (HasInbox)
                service.AddConsumer("shipping", ServiceHost.Topic, SqlDialect.Sqlite, File.Connect, (_, transaction, _) => InsertAsync(transaction, "shipments"));
            else
                service.AddConsumer("shipping", ServiceHost.Topic, ShipAsync);
        });
        return Service;
    }

    public override Task ActAsync(CancellationToken ct) => Service.Producer.SendAsync(
        [ServiceHost.Order("17")],
        async (transaction, _) =>
        {
            await InsertAsync(transaction, "payments");
            return LocalOutcome.Commit;
        },
        ct: ct);

    public override async Task VerifyAsync(TestCoordinator coordinator, CancellationToken ct)
    {
        var paid = await CountAsync("payments");
        Assert.Equal(paid, (await coordinator.MessagesAsync(ct: ct)).Count);
        Assert.Equal(paid * Expected, await CountAsync("shipments"));
    }

    private async Task ShipAsync(ReceivedMessage message, CancellationToken ct)
    {
        await using var connection = File.Connect();
        await connection.OpenAsync(ct);
        await using DbTransaction transaction = connection.BeginTransaction();
        await InsertAsync(transaction, "shipments");
        await transaction.CommitAsync(ct);
    }
}
