using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace Coordinator.Testing;

/// <summary>
/// A test of actors whose clock stands still unless the test advances it, and whose journal fails on command.
/// The coordinator's journal serializer is bound, so that what a test persists went through its schema.
/// </summary>
public abstract class VirtualTimeKit : TestKit
{
    // By name: what tests share must not depend on the server, which gives its inside to its own tests only.
    private static readonly Config VirtualTime = ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          # Only a test that fails waits so long, or a machine that is busy with others.
          test.single-expect-default = 10s
          scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
          actor {
            serializers.coordinator-journal = "Coordinator.Hosting.Serialization.JournalSerializer, Coordinator"
            serialization-bindings."Coordinator.Persistence.Schemas.IJournaled, Coordinator" = coordinator-journal
          }
          persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        }
        """).WithFallback(FaultyJournal.Config);

    /// <param name="config">HOCON that goes before the kit's own.</param>
    protected VirtualTimeKit(string config = "")
        : this(ConfigurationFactory.ParseString(config))
    {
    }

    /// <param name="config">What goes before the kit's own: another journal, say.</param>
    protected VirtualTimeKit(Config config)
        : base(config.WithFallback(VirtualTime))
    {
    }

    /// <summary>The clock of every actor here.</summary>
    protected TestScheduler Time => (TestScheduler)Sys.Scheduler;

    /// <summary>What the journal is to do wrong, and what is in it.</summary>
    protected JournalFaults Journal => JournalFaults.Of(Sys);
}
