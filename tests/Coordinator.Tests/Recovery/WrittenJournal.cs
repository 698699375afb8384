using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Persistence;
using Coordinator.Persistence.Schemas;
using Coordinator.Testing;
using Coordinator.Tests.Persistence;
using Coordinator.Transactions;

namespace Coordinator.Tests.Recovery;

/// <summary>Journal in a real database, written by the plugin that the coordinator uses.</summary>
internal sealed class WrittenJournal : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Func<ValueTask> _drop;

    private WrittenJournal(Database database, Func<ValueTask> drop) : base(JournalConfig.Of(database)) =>
        (Database, _drop) = (database, drop);

    public Database Database { get; }

    public static async Task<WrittenJournal> OpenAsync(StorageEngine engine)
    {
        var (database, drop) = await CreateAsync(engine);
        await new SchemaInstaller(database).InstallAsync();
        return new WrittenJournal(database, drop);
    }

    /// <summary>Persists the events as those of a transaction.</summary>
    public void Write(string id, params ITransactionEvent[] events) => WriteAs($"t-{id}", [.. events]);

    public void WriteAs(string persistenceId, params IJournaled[] events)
    {
        var writer = Sys.ActorOf(Props.Create(() => new Writer(persistenceId)));
        writer.Tell(ImmutableList.Create(events), TestActor);
        ExpectMsg<Written>(Patience);
        Watch(writer);
        Sys.Stop(writer);
        ExpectTerminated(writer, Patience);
    }

    public async Task CloseAsync()
    {
        Dispose();
        await _drop();
    }

    public static TransactionPrepared Prepared() => new(
        new ProducerGroup("orders"), new InstanceId("a"), [], default, null, DateTimeOffset.UnixEpoch);

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

    private sealed record Written;

    private sealed class Writer : ReceivePersistentActor
    {
        public Writer(string persistenceId)
        {
            PersistenceId = persistenceId;
            Command<ImmutableList<IJournaled>>(events =>
            {
                var replyTo = Sender;
                PersistAll(events, _ => { });
                DeferAsync(events, _ => replyTo.Tell(new Written()));
            });
            RecoverAny(_ => { });
        }

        public override string PersistenceId { get; }
    }
}
