using System.Data.Common;
using Coordinator.Participants;
using Coordinator.Participants.Checking;

namespace Coordinator.Testing.Tests;

/// <summary>Commits its change, and then publishes by hand. It has no fence, so its checker only guesses.</summary>
internal sealed class UnsafePayment : PaymentScenario
{
    public override async Task<IAsyncDisposable> StartAsync(TestCoordinator coordinator, CancellationToken ct)
    {
        await CreateAsync();
        Service = await ServiceHost.StartAsync(
            coordinator, "orders", service => service.UseChecker((_, _) => Task.FromResult(CheckResult.RolledBack())));
        return Service;
    }

    public override async Task ActAsync(CancellationToken ct)
    {
        await using (var connection = File.Connect())
        {
            await connection.OpenAsync(ct);
            await using DbTransaction transaction = connection.BeginTransaction();
            await InsertAsync(transaction, "payments");
            await transaction.CommitAsync(ct);
        }

        var id = await Service.Producer.PrepareAsync([ServiceHost.Order("17")], ct: ct);
        await Service.Producer.CommitAsync(id, ct);
    }

    public override async Task VerifyAsync(TestCoordinator coordinator, CancellationToken ct) =>
        Assert.Equal(await CountAsync("payments"), (await coordinator.MessagesAsync(ct: ct)).Count);
}
