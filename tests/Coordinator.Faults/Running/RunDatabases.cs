using Coordinator.Faults.Network;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Running;

/// <summary>PostgreSQL servers of a run: one for the coordinator, and one for services that do not use SQLite.</summary>
internal sealed class RunDatabases : IAsyncDisposable
{
    private const string Coordinator = "coordinator";
    private const string OfServices = "services";
    private const string OfInvoices = "invoices";
    private const int Port = 5432;
    private const int PoolSize = 40;

    private static readonly TimeSpan BeforeRestore = TimeSpan.FromMilliseconds(500);
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["max_connections"] = "200",
        ["max_wal_size"] = "256MB",
        ["restart_after_crash"] = "on",
    };

    private RunDatabases(PostgresProcess journal, PostgresProcess services) => (Journal, Services) = (journal, services);

    /// <summary>The coordinator's server.</summary>
    public PostgresProcess Journal { get; }

    /// <summary>The services' server.</summary>
    public PostgresProcess Services { get; }

    /// <summary>Connection of the nodes, over the network of the run.</summary>
    public string JournalOverNetwork => Journal.NetworkString(Coordinator);

    /// <summary>Connection to the journal that no network fault disturbs.</summary>
    public string JournalBySocket => Journal.SocketString(Coordinator);

    /// <summary>Connection of the services.</summary>
    public string ServicesBySocket => Services.SocketString(OfServices);

    /// <summary>Connection of the service that stores its messages. It is reached from every place.</summary>
    public string InvoicesBySocket => Services.SocketString(OfInvoices);

    public static async Task<RunDatabases> StartAsync(RunPlan plan, WorkDirectory directory, INetwork network, ProcessCleanup cleanup)
    {
        var journal = directory.Make("pg");
        if (plan.Kinds.Any(kind => kind.Name == "disk-full"))
            await WorkDirectory.MountAsync(journal, cleanup);
        var servers = await Task.WhenAll(
            StartAsync(journal, directory.Log("pg.log"), network, Place.Database, cleanup),
            StartAsync(directory.Make("pg-services"), directory.Log("pg-services.log"), network, Place.Services, cleanup));
        var databases = new RunDatabases(servers[0], servers[1]);
        await databases.Journal.CreateDatabaseAsync(Coordinator);
        await databases.Services.CreateDatabaseAsync(OfServices);
        await databases.Services.CreateDatabaseAsync(OfInvoices);
        return databases;
    }

    /// <summary>Waits until the coordinator's server replies, and restarts it when it has stopped by itself.</summary>
    /// <returns><c>false</c> when it had stopped by itself.</returns>
    public async Task<bool> RestoreJournalAsync()
    {
        await Task.Delay(BeforeRestore);
        try
        {
            if (Journal.IsRunning)
            {
                await Journal.AnswersAsync();
                return true;
            }
        }
        catch (HarnessException)
        {
            // The server stopped during the wait.
        }

        await Journal.StartAgainAsync();
        return false;
    }

    /// <summary>Removes the unique key of the journal, which is a deliberate bug. Reads stay as fast as before.</summary>
    public Task DropUniqueKeyAsync() => PostgresCommand.ExecuteAsync(
        JournalBySocket,
        """
        DO $$ DECLARE key record; BEGIN
          FOR key IN SELECT conname FROM pg_constraint WHERE conrelid = 'journal'::regclass AND contype IN ('p', 'u')
            AND pg_get_constraintdef(oid) LIKE '%sequence_number%' LOOP
            EXECUTE format('ALTER TABLE journal DROP CONSTRAINT %I', key.conname);
          END LOOP;
          FOR key IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indrelid = 'journal'::regclass AND indisunique
            AND pg_get_indexdef(indexrelid) LIKE '%sequence_number%' LOOP
            EXECUTE format('DROP INDEX %s', key.name);
          END LOOP;
        END $$;
        CREATE INDEX journal_without_guard ON journal (persistence_id, sequence_number)
        """);

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        await Services.DisposeAsync();
    }

    private static Task<PostgresProcess> StartAsync(
        string directory, string log, INetwork network, Place place, ProcessCleanup cleanup) =>
        PostgresProcess.StartAsync(new PostgresOptions
        {
            Directory = directory,
            Host = network.AddressOf(place),
            Port = Port,
            MaxPoolSize = PoolSize,
            Settings = Settings,
            Log = log,
            Prepare = start => network.Enter(place, start),
            Cleanup = cleanup,
        });
}
