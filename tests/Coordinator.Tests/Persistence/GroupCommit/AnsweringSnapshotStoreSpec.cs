using Akka.Actor;
using Akka.Configuration;
using Akka.Pattern;
using Akka.Persistence;
using Coordinator.Contracts.Common;
using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>A database that was away is tried with one request. The others are refused meanwhile, and hear so.</summary>
public sealed class AnsweringSnapshotStoreSpec : VirtualTimeKit
{
    private static readonly SnapshotMetadata Metadata = new("g", 1, DateTime.UnixEpoch);

    private readonly TempDirectory _temp;

    public AnsweringSnapshotStoreSpec()
        : this(new TempDirectory())
    {
    }

    private AnsweringSnapshotStoreSpec(TempDirectory temp)
        : base(Config(temp)) => _temp = temp;

    public static TheoryData<Type, object> Requests => new()
    {
        { typeof(LoadSnapshotFailed), Load },
        { typeof(SaveSnapshotFailure), new SaveSnapshot(Metadata, "progress") },
        { typeof(DeleteSnapshotFailure), new DeleteSnapshot(Metadata) },
        { typeof(DeleteSnapshotsFailure), new DeleteSnapshots("g", SnapshotSelectionCriteria.Latest) },
    };

    private static LoadSnapshot Load => new("g", SnapshotSelectionCriteria.Latest, long.MaxValue);

    [Theory]
    [MemberData(nameof(Requests))]
    public void Request_beside_the_first_after_an_outage_is_refused(Type refusal, object request)
    {
        var store = Akka.Persistence.Persistence.Instance.Apply(Sys).SnapshotStoreFor(string.Empty);
        Sys.EventStream.Subscribe(TestActor, typeof(Hangs));
        var others = CreateTestProbe();
        store.Tell(Load, others);
        Assert.IsNotType<OpenCircuitException>(others.ExpectMsg<LoadSnapshotFailed>().Cause);
        // The breaker is open now, until its time is over. Then it lets one request through.
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(3));
            store.Tell(Load, others);
            ExpectMsg<Hangs>(TimeSpan.FromMilliseconds(100));
        });

        store.Tell(request, TestActor);

        var answer = ExpectMsg<ISnapshotResponse>();
        Assert.IsType(refusal, answer);
        Assert.IsType<OpenCircuitException>(((dynamic)answer).Cause);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _temp.Dispose();
    }

    private static Config Config(TempDirectory temp) => ConfigurationFactory.ParseString($$"""
        akka.persistence.snapshot-store.sql {
          class = "{{Hocon.NameOf(typeof(HangingStore))}}"
          circuit-breaker { max-failures = 1, reset-timeout = 3s, call-timeout = 1h }
        }
        """).WithFallback(JournalConfig.Of(Database.Sqlite(temp.File("coordinator.db"))));

    /// <summary>Fails the first load, and answers no later one.</summary>
    private sealed class HangingStore(Config config) : AnsweringSnapshotStore(config)
    {
        private int _loads;

        protected override Task<SelectedSnapshot?> LoadAsync(
            string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
        {
            if (++_loads == 1)
                throw new IOException("the database is away");
            Context.System.EventStream.Publish(new Hangs());
            return new TaskCompletionSource<SelectedSnapshot?>().Task;
        }
    }

    private sealed record Hangs;
}
