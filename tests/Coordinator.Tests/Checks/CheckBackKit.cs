using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Akka.TestKit;
using Coordinator.Checks;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Recovery;
using Coordinator.Testing;
using Coordinator.Tests.Persistence;
using Coordinator.Tests.Transactions;
using Coordinator.Transactions;

namespace Coordinator.Tests.Checks;

/// <summary>
/// The complete check-back of a node: real transactions, sweep, check sender and index on the real journal, in a SQLite file.
/// Only the shard, the queues and the clock belong to the test.
/// </summary>
public abstract class CheckBackKit : VirtualTimeKit
{
    private readonly TempDirectory _temp;
    private readonly TestProbe _unhandled;
    private readonly List<IActorRef> _partakers = [];
    private IActorRef _sweep = ActorRefs.Nobody;

    protected CheckBackKit()
        : this(new TempDirectory())
    {
    }

    private CheckBackKit(TempDirectory temp)
        : base(ConfigFor(temp))
    {
        _temp = temp;
        Database = DatabaseIn(temp);
        _unhandled = CreateTestProbe("unhandled");
        Sys.EventStream.Subscribe(_unhandled, typeof(UnhandledMessage));
    }

    private protected Database Database { get; }

    private protected CheckOptions Options { get; } = new();

    private protected CheckScheduleOptions Schedule { get; } = new();

    private protected SweepOptions Sweeping { get; } = new();

    private protected ITransactionHistory History => JournalTransactionHistory.Of(Sys);

    private protected Activity Activity { get; } = new();

    /// <summary>Gets the actor that transactions are sent to.</summary>
    protected IActorRef Region { get; private set; } = ActorRefs.Nobody;

    protected IActorRef Checks { get; private set; } = ActorRefs.Nobody;

    protected void StartCheckBack()
    {
        var policy = new CheckPolicy(Schedule);
        Checks = Sys.ActorOf(CheckSender.Props(Some.Group, Options, () => Region, () => _sweep, new LogThrottle(TimeProvider.System)), "checks");
        var queues = Sys.ActorOf(Props.Create(() => new PromptQueues(Activity)));
        var around = new TransactionDependencies(
            queues,
            Checks,
            new TransactionDecider(policy.Budget),
            policy,
            new TransactionOptions(),
            new StoredEventMapping(Sys.Serialization, Sys.Scheduler));
        Region = Sys.ActorOf(Props.Create(() => new TransactionShard(id => TransactionActor.Props(id, around), Activity)));
        ActorRegistry.For(Sys).Register<TransactionRegion>(Region);
        var index = new PromptIndex(new OpenTransactionIndex(Database), Activity);
        _sweep = Sys.ActorOf(OpenTransactionSweep.Props(Sweeping, new WakeSchedule(Sweeping, Schedule), index, SweepMarks.Of(Sys), () => Region), "sweep");
        _partakers.AddRange([_sweep, Region, Checks, queues]);
    }

    /// <summary>Registers a session. The clock stands still until the session has handled what it was sent.</summary>
    protected void Register(InstanceId instance, IActorRef session)
    {
        _partakers.Add(session);
        Checks.Tell(new RegisterProducer(Some.Group, instance, session));
    }

    private protected Task<Memory> MemoryAsync() => Region.Ask<Memory>(new AskMemory(), CancellationToken.None);

    /// <summary>
    /// Advances the clock and waits until everything that this caused is handled. No actor may be left out: one that starts a
    /// timer while the clock moves starts it late, or for a time that is over.
    /// </summary>
    protected async Task AdvanceAsync(TimeSpan step)
    {
        Time.Advance(step);
        for (var quiet = 0; quiet < 2; quiet++)
        {
            var before = Activity.Count;
            foreach (var actor in _partakers)
                await actor.Ask<ActorIdentity>(new Identify(null), CancellationToken.None);
            var memory = await MemoryAsync();
            ExpectHandled(memory.Transactions);
            if (Activity.Count != before || memory.Leaving > 0)
                quiet = -1;
        }
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _temp.Dispose();
    }

    /// <summary>
    /// Waits until transactions have handled their messages. A transaction that reads or writes stashes other messages. So an
    /// unknown message that changes nothing returns when all before it are handled, or the transaction has ended. In that case
    /// the message may be lost: what reaches a mailbox while it is being closed does not even become a dead letter.
    /// </summary>
    private void ExpectHandled(IReadOnlyList<IActorRef> transactions)
    {
        var question = new object();
        foreach (var transaction in transactions)
        {
            _unhandled.Watch(transaction);
            transaction.Tell(question, TestActor);
        }

        var awaited = transactions.ToHashSet();
        while (awaited.Count > 0)
        {
            _unhandled.FishForMessage(message => message switch
            {
                UnhandledMessage unhandled => unhandled.Message == question && awaited.Remove(unhandled.Recipient),
                Terminated ended => awaited.Remove(ended.ActorRef),
                _ => false,
            });
        }
    }

    private static Database DatabaseIn(TempDirectory temp) => Database.Sqlite(temp.File("coordinator.db"));

    private static Config ConfigFor(TempDirectory temp)
    {
        new SchemaInstaller(DatabaseIn(temp)).InstallAsync().GetAwaiter().GetResult();
        // The test listener of TestKit would log each of these messages that returns. A read or write during a jump of the
        // clock by minutes has not failed.
        return ConfigurationFactory.ParseString("""
                akka.loggers = ["Akka.Event.DefaultLogger"]
                akka.persistence.journal.sql { circuit-breaker.call-timeout = 1h, recovery-event-timeout = 1h }
                """)
            .WithFallback(JournalConfig.Of(DatabaseIn(temp)));
    }
}
