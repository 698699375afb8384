using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Soaking;

/// <summary>Databases of the coordinator, of the producing service, and of each consumer group.</summary>
internal sealed class SoakDatabases : IAsyncDisposable
{
    // Orders and effects are taken out by the audit, so they are no part of what may grow.
    private static readonly string[] TablesOfService = ["coordinator_outcomes", "coordinator_messages", "coordinator_purge_bounds"];
    private static readonly string[] TablesOfGroup = ["coordinator_inbox", "coordinator_purge_bounds"];

    private readonly List<IBenchDatabase> _all = [];
    private readonly List<ServiceDatabase> _groups = [];

    private SoakDatabases(IBenchDatabase coordinator, ServiceDatabase service)
    {
        (Coordinator, Service) = (coordinator, service);
        _all.Add(coordinator);
    }

    public IBenchDatabase Coordinator { get; }

    public ServiceDatabase Service { get; }

    /// <summary>Gets the database of each consumer group.</summary>
    public IReadOnlyList<ServiceDatabase> Groups => _groups;

    /// <summary>Creates the databases with their business tables.</summary>
    public static async Task<SoakDatabases> CreateAsync(BenchSession bench, ServiceSoakPlan plan, string directory, CancellationToken ct)
    {
        var coordinator = await bench.CreateDatabaseAsync(plan.Storage, directory, ct);
        var (service, own) = await CreateServiceAsync(bench, plan, Path.Combine(directory, "service.db"), ct);
        var databases = new SoakDatabases(coordinator, service);
        databases.Own(own);
        await OrdersTable.CreateAsync(service, ct);
        for (var group = 0; group < plan.Groups; group++)
        {
            var (database, ofGroup) = await CreateServiceAsync(bench, plan, Path.Combine(directory, $"{ConsumerPlan.GroupName(group)}.db"), ct);
            databases.Own(ofGroup);
            databases._groups.Add(database);
            await EffectsTable.CreateAsync(database, ct);
        }

        return databases;
    }

    /// <summary>Measures the tables of the library in all services, and the databases that they are in.</summary>
    public async Task<DatabaseSize> ServicesSizeAsync(CancellationToken ct)
    {
        var size = await Service.SizeAsync(TablesOfService, ct);
        foreach (var group in _groups)
        {
            var own = await group.SizeAsync(TablesOfGroup, ct);
            size = new DatabaseSize(size.Rows + own.Rows, size.Bytes + own.Bytes);
        }

        return size;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _all)
            await database.DisposeAsync();
    }

    private static async Task<(ServiceDatabase Database, IBenchDatabase? Own)> CreateServiceAsync(
        BenchSession bench, ServiceSoakPlan plan, string file, CancellationToken ct)
    {
        if (plan.Storage == StorageKind.Sqlite)
            return (ServiceDatabase.OfFile(file), null);
        var own = await bench.CreateDatabaseAsync(plan.Storage, file, ct);
        return (new ServiceDatabase(plan.Storage, own.CoordinatorOptions["postgres"]), own);
    }

    private void Own(IBenchDatabase? database)
    {
        if (database is not null)
            _all.Add(database);
    }
}
