using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;
using Coordinator.Bench.Soaking;
using Coordinator.Harness;

namespace Coordinator.Bench.Tests.Soaking;

public sealed class EffectAuditSpec : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Audit_finds_what_is_lost_twice_and_invented_although_it_takes_the_rows_out()
    {
        var (service, group) = await DatabasesAsync();
        var audit = new EffectAudit(service, [group]);
        await OrdersAsync(service, 0, 1, 2);
        await EffectsAsync(group, 1, 7);
        await audit.TakeAsync();
        Assert.Empty(await OrdersTable.TakeAsync(service, CancellationToken.None));
        await EffectsAsync(group, 1);
        await audit.TakeAsync();

        Assert.Equal((3, 3), (audit.Committed, audit.Effects));
        Assert.Equal((2, 1, 1), (audit.Lost(), audit.Twice, audit.Invented()));
    }

    [Fact]
    public async Task Dead_letter_is_not_lost_and_its_effect_is_one_too_many()
    {
        var (service, group) = await DatabasesAsync();
        var audit = new EffectAudit(service, [group]);
        audit.ExceptFirst(0);
        await OrdersAsync(service, 0);
        await audit.TakeAsync();
        Assert.Equal((0, 0), (audit.Lost(), audit.Twice));

        await EffectsAsync(group, 0);
        await audit.TakeAsync();

        Assert.Equal(1, audit.Twice);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<(ServiceDatabase Service, ServiceDatabase Group)> DatabasesAsync()
    {
        var (service, group) = (ServiceDatabase.OfFile(_directory.File("service.db")), ServiceDatabase.OfFile(_directory.File("group.db")));
        await OrdersTable.CreateAsync(service, CancellationToken.None);
        await EffectsTable.CreateAsync(group, CancellationToken.None);
        return (service, group);
    }

    private static async Task OrdersAsync(ServiceDatabase service, params long[] numbers)
    {
        await using var connection = await service.OpenAsync(CancellationToken.None);
        foreach (var number in numbers)
            await connection.ExecuteAsync($"INSERT INTO {OrdersTable.Name} VALUES (0, {number})", CancellationToken.None);
    }

    private static async Task EffectsAsync(ServiceDatabase group, params long[] numbers)
    {
        await using var connection = await group.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var number in numbers)
            await EffectsTable.AddAsync(transaction, new Effect(0, number, 1, 2), CancellationToken.None);
        await transaction.CommitAsync();
    }
}
