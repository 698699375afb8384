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

/// <summary>Tests the register on the stores that the server uses.</summary>
public sealed class ProgressRegisterSpec : TestKit, IAsyncLifetime
{
    private static readonly GroupQueue Of = new(new ConsumerGroup("shipping"), new QueueId(new Topic("orders"), 1));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TempDirectory _directory;
    private readonly Database _database;
    private SnapshotMetadata? _whole;

    public ProgressRegisterSpec()
        : this(new TempDirectory())
    {
    }

    private ProgressRegisterSpec(TempDirectory directory)
        : this(directory, Database.Sqlite(directory.File("coordinator.db")))
    {
    }

    private ProgressRegisterSpec(TempDirectory directory, Database database)
        : base(ConfigurationFactory.ParseString("akka.loglevel = WARNING").WithFallback(JournalConfig.Of(database))) =>
        (_directory, _database) = (directory, database);

    public Task InitializeAsync() => new SchemaInstaller(_database).InstallAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void The_latest_save_is_what_is_loaded()
    {
        var register = Register();
        Assert.Null(Load(register));
        Assert.True(register.NeedsWhole);
        SaveWhole(register, 1);
        for (var cursor = 2; cursor <= 20; cursor++)
            SaveChange(register, cursor);

        var next = Register();
        var loaded = Load(next)!;
        Assert.Equal(20, loaded.Cursor);
        Assert.Equal(Enumerable.Range(2, 19).Select(offset => (long)offset), loaded.Pending.Select(pending => pending.Offset));
        SaveWhole(next, 30);
        SaveChange(next, 31);
        next.Prune(_whole!);
        var deleted = ReceiveN(2, Patience);
        Assert.Single(deleted.OfType<DeleteSnapshotsSuccess>());
        Assert.Single(deleted.OfType<DeleteMessagesSuccess>());
        loaded = Load(Register())!;
        Assert.Equal((31L, 31L, "why"), (loaded.Cursor, Assert.Single(loaded.Pending).Offset, loaded.Pending[0].Reason));
    }

    [Fact]
    public void A_copy_of_the_group_that_saves_at_the_same_time_mixes_nothing()
    {
        var group = Of with { Group = new ConsumerGroup("twins") };
        var (one, other) = (Register(group), Register(group));
        Load(one);
        Load(other);
        SaveWhole(one, 5);
        SaveChange(one, 6);
        // The other copy has the same numbers. Its whole save replaces the first one, to which the stored change does not belong.
        SaveWhole(other, 3);

        Assert.Equal(3, Load(Register(group))!.Cursor);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    private ProgressRegister Register(GroupQueue? of = null)
    {
        var persistence = Akka.Persistence.Persistence.Instance.Apply(Sys);
        return new ProgressRegister(of ?? Of, persistence.SnapshotStoreFor(string.Empty), persistence.JournalFor(string.Empty), TestActor);
    }

    private void SaveWhole(ProgressRegister register, long cursor)
    {
        register.Save(new ProgressSnapshot(cursor, []));
        _whole = ExpectMsg<SaveSnapshotSuccess>(Patience).Metadata;
        Assert.True(register.IsInFlight(_whole));
        Assert.True(register.NeedsWhole);
        register.Stored();
        Assert.False(register.NeedsWhole);
    }

    private void SaveChange(ProgressRegister register, long cursor)
    {
        var pending = new PendingOffset(cursor, 1, 1, DateTimeOffset.UnixEpoch, "why", DeadLettering: false);
        Assert.True(register.TrySave(new ProgressTaken(1, Whole: null, new ProgressChanges(0, 0, cursor, [pending], []))));
        ExpectMsg<WriteMessagesSuccessful>(Patience);
        var stored = ExpectMsg<WriteMessageSuccess>(Patience).Persistent;
        Assert.True(register.IsInFlight(stored));
        register.Stored();
        Assert.False(register.IsInFlight(stored));
    }

    private ProgressSnapshot? Load(ProgressRegister register)
    {
        var owner = CreateTestProbe();
        owner.ChildActorOf(register.Load());
        var loaded = owner.ExpectMsg<ProgressLoaded>(Patience);
        Assert.True(register.IsLatest(loaded));
        Assert.Null(loaded.Cause);
        return register.Loaded(loaded);
    }
}
