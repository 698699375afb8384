using System.Globalization;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Persistence;
using Coordinator.Testing;
using Coordinator.Transactions;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Actor system on a fresh database, and recorders that write to it.</summary>
internal sealed class JournalKit : TestKit
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Func<ValueTask> _drop;
    private readonly TestProbe _probe;

    private JournalKit(Database database, JournalKind journal, Func<ValueTask> drop) : base(JournalConfig.Of(database, journal))
    {
        Database = database;
        _drop = drop;
        _probe = CreateTestProbe();
    }

    public Database Database { get; }

    public static async Task<JournalKit> OpenAsync(StorageEngine engine, JournalKind journal)
    {
        var (database, drop) = await CreateAsync(engine);
        await new SchemaInstaller(database).InstallAsync();
        return new JournalKit(database, journal, drop);
    }

    /// <summary>Starts a recorder and waits until it has recovered.</summary>
    public IActorRef Start(string id)
    {
        var actor = Launch(id);
        Expect<Recorder.Started>();
        return actor;
    }

    /// <summary>Stops a recorder and returns the events from which its next incarnation recovers.</summary>
    public IReadOnlyList<object> Restart(string id, IActorRef former)
    {
        _probe.Watch(former);
        Sys.Stop(former);
        _probe.ExpectTerminated(former, Patience);
        _probe.Unwatch(former);
        Launch(id);
        return Expect<Recorder.Started>().Replayed;
    }

    public T Expect<T>() => _probe.ExpectMsg<T>(Patience);

    public IReadOnlyList<object> Expect(int count) => [.. _probe.ReceiveN(count, Patience)];

    public async Task CloseAsync()
    {
        Dispose();
        await _drop();
    }

    public static TransactionParked Event(int number) => new(number, DateTimeOffset.UnixEpoch.AddMilliseconds(number));

    public static TransactionParked[] Events(params int[] numbers) => Array.ConvertAll(numbers, Event);

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"t-{number}");

    private IActorRef Launch(string id) => Sys.ActorOf(Props.Create(() => new Recorder(id, _probe)));

    private static async Task<(Database Database, Func<ValueTask> Drop)> CreateAsync(StorageEngine engine)
    {
        if (engine == StorageEngine.PostgreSql)
        {
            var postgres = await PostgresServer.CreateDatabaseAsync();
            return (Database.PostgreSql(postgres.ConnectionString), postgres.DisposeAsync);
        }

        var directory = new TempDirectory();
        return (Database.Sqlite(directory.File("coordinator.db")), () =>
        {
            directory.Dispose();
            return ValueTask.CompletedTask;
        }
        );
    }
}
