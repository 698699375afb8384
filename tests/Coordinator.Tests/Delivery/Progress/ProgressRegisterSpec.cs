using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Tests.Persistence;

namespace Coordinator.Tests.Delivery.Progress;

/// <summary>Tests the register on the snapshot store that the server uses.</summary>
public sealed class ProgressRegisterSpec : TestKit, IAsyncLifetime
{
    private static readonly TempDirectory Directory = new();
    private static readonly Database Database = Database.Sqlite(Directory.File("coordinator.db"));
    private static readonly GroupQueue Of = new(new ConsumerGroup("shipping"), new QueueId(new Topic("orders"), 1));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public ProgressRegisterSpec()
        : base(ConfigurationFactory.ParseString("akka.loglevel = WARNING")
            .WithFallback(JournalConfig.Of(Database)))
    {
    }

    private IActorRef SnapshotStore => Akka.Persistence.Persistence.Instance.Apply(Sys).SnapshotStoreFor(string.Empty);

    public Task InitializeAsync() => new SchemaInstaller(Database).InstallAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void The_latest_save_is_what_is_loaded()
    {
        var register = new ProgressRegister(Of, SnapshotStore, TestActor);
        Assert.Null(Load(register));
        for (var cursor = 1; cursor <= 20; cursor++)
        {
            register.Save(new ProgressSnapshot(cursor, []));
            Assert.True(register.IsLatest(ExpectMsg<SaveSnapshotSuccess>(Patience).Metadata));
            register.Prune();
            if (cursor is 1 or 17)
                ExpectMsg<DeleteSnapshotsSuccess>(Patience);
        }

        var next = new ProgressRegister(Of, SnapshotStore, TestActor);
        Assert.Equal(20, Load(next)?.Cursor);
        next.Save(new ProgressSnapshot(3, [new PendingOffset(2, 1, 1, DateTimeOffset.UnixEpoch, "why", DeadLettering: false)]));
        ExpectMsg<SaveSnapshotSuccess>(Patience);
        var last = Load(new ProgressRegister(Of, SnapshotStore, TestActor));
        Assert.Equal((3L, 1L, "why"), (last!.Cursor, last.Prefix, last.Pending[0].Reason));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Dispose();
    }

    private ProgressSnapshot? Load(ProgressRegister register)
    {
        register.Load();
        return register.Loaded(ExpectMsg<LoadSnapshotResult>(Patience));
    }
}
