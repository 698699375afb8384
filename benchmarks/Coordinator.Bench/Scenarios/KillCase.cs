using System.Diagnostics;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Running;
using Coordinator.Harness.Waiting;

namespace Coordinator.Bench.Scenarios;

/// <summary>
/// An application that works, a consumer, a coordinator; one of them is killed in the middle and started again at once.
/// </summary>
internal sealed class KillCase(KillPlan plan, Victim victim, BenchSession bench)
{
    private static readonly ConsumerPlan ConsumerPlan = new(ConsumerPlan.GroupName(0), KeepsArrivals: true);
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _directory = bench.NewDirectory();

    public async Task<KillFigures> MeasureAsync(CancellationToken ct)
    {
        bench.Progress.Title = $"kill -9 of the {victim}";
        bench.Progress.Say("starting");
        await using var journal = await bench.CreateDatabaseAsync(plan.Storage, _directory, ct);
        await using var own = await bench.CreateDatabaseAsync(StorageKind.Postgres, _directory, ct);
        var orders = new ServiceDatabase(StorageKind.Postgres, own.CoordinatorOptions["postgres"]);
        await OrdersTable.CreateAsync(orders, ct);

        await using var coordinator = await StartCoordinatorAsync(journal, "0", ct);
        var launcher = new ParticipantLauncher(coordinator.ContactPoint, _directory);
        await using var consumer = launcher.Consumer(ConsumerPlan);
        await using var service = await StartServiceAsync(launcher, 0, orders, ct);
        await consumer.Ready.WaitAsync(ct);
        await consumer.GoAsync(Window.After(TimeSpan.Zero, Forever));
        bench.Progress.Say("under load");
        await Task.Delay(plan.Before, ct);
        await Eventually.ElapsedAsync(() => consumer.Latest.Done > 0, Patience, ct);

        bench.Progress.Say("killed");
        return victim == Victim.Application
            ? await KillServiceAsync(service, launcher, consumer, orders, ct)
            : await KillCoordinatorAsync(coordinator, journal, service, consumer, orders, ct);
    }

    private async Task<KillFigures> KillServiceAsync(
        Participant service, ParticipantLauncher launcher, Participant consumer, ServiceDatabase orders, CancellationToken ct)
    {
        var killedAt = Stopwatch.GetTimestamp();
        await service.KillAsync();
        await using var second = await StartServiceAsync(launcher, 1, orders, ct);
        var readyAt = Stopwatch.GetTimestamp();
        // The first life commits nothing more: the database has long processed what it sent.
        var before = (await OrdersTable.ReadAsync(orders, ct)).Where(order => order.Life == 0).ToArray();
        return await FinishAsync((killedAt, readyAt), before, second, consumer, orders, ct);
    }

    private async Task<KillFigures> KillCoordinatorAsync(
        MeasuredCoordinator coordinator,
        IBenchDatabase journal,
        Participant service,
        Participant consumer,
        ServiceDatabase orders,
        CancellationToken ct)
    {
        var before = await OrdersTable.ReadAsync(orders, ct);
        var killedAt = Stopwatch.GetTimestamp();
        await coordinator.KillAsync();
        await using var second = await StartCoordinatorAsync(journal, coordinator.Port, ct);
        return await FinishAsync((killedAt, Stopwatch.GetTimestamp()), before, service, consumer, orders, ct);
    }

    private async Task<KillFigures> FinishAsync(
        (long At, long ReadyAt) kill,
        IReadOnlyList<(int Life, long Number)> before,
        Participant service,
        Participant consumer,
        ServiceDatabase orders,
        CancellationToken ct)
    {
        bench.Progress.Say("under load after the restart");
        await Task.Delay(plan.After, ct);
        await service.FinishAsync();
        await service.Result.WaitAsync(ct);
        bench.Progress.Say("draining");
        var all = await OrdersTable.ReadAsync(orders, ct);
        await Eventually.ElapsedAsync(() => consumer.Latest.Done >= all.Count, Patience, ct);
        await consumer.FinishAsync();
        var consumed = (await consumer.Result.WaitAsync(ct)).Consumer!;
        var file = ArrivalLog.FileIn(_directory, ConsumerPlan.Group);
        var handled = Enumerable.Range(0, 2)
            .SelectMany(life => ArrivalLog.Load(file, life), (life, arrival) => (Order: (life, arrival.Key), At: arrival.Value))
            .ToDictionary(arrival => arrival.Order, arrival => arrival.At);
        return KillFigures.Of(victim, kill, before, all, handled, consumed.Duplicates);
    }

    private Task<MeasuredCoordinator> StartCoordinatorAsync(IBenchDatabase journal, string port, CancellationToken ct) =>
        MeasuredCoordinator.StartAsync(
            CoordinatorSettings.Of([.. KillPlan.Standard, .. plan.Set]),
            _directory,
            [.. journal.CoordinatorOptions, new("remoting.port", port)],
            ct);

    private async Task<Participant> StartServiceAsync(ParticipantLauncher launcher, int life, ServiceDatabase orders, CancellationToken ct)
    {
        var service = launcher.Service(new ServicePlan(life, plan.InFlight, plan.Rate, orders));
        await service.Ready.WaitAsync(ct);
        await service.GoAsync(Window.After(TimeSpan.Zero, Forever));
        return service;
    }
}
