using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace Coordinator.Testing;

/// <summary>
/// Kit for tests of actors whose clock stands still unless the test advances it, and whose journal fails on command. The
/// coordinator's journal serializer is bound, so that every persisted event passes through its schema.
/// </summary>
public abstract class VirtualTimeKit : TestKit
{
    // Refer to it by name: shared test code must not depend on the server, whose internals are visible to its own tests only.
    private static readonly Config VirtualTime = ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          # Only a test that fails waits so long, or a machine that is busy with others.
          test.single-expect-default = 10s
          scheduler.implementation = "Coordinator.Testing.VirtualScheduler, Coordinator.TestSupport"
          actor {
            serializers.coordinator-journal = "Coordinator.Hosting.Serialization.JournalSerializer, Coordinator"
            serialization-bindings."Coordinator.Persistence.Schemas.IJournaled, Coordinator" = coordinator-journal
          }
          persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        }
        """).WithFallback(FaultyJournal.Config);

    // Akka's own interval is a tenth of a second, for which most of the suite would sleep.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private const int Tries = 5;
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    /// <param name="config">HOCON that precedes the kit's own.</param>
    protected VirtualTimeKit(string config = "")
        : this(ConfigurationFactory.ParseString(config))
    {
    }

    /// <param name="config">Settings that precede the kit's own, such as another journal.</param>
    protected VirtualTimeKit(Config config)
        : base(config.WithFallback(VirtualTime))
    {
    }

    /// <summary>Gets the clock of every actor of the test.</summary>
    protected VirtualScheduler Time => (VirtualScheduler)Sys.Scheduler;

    /// <summary>Gets the faults and the contents of the journal.</summary>
    protected JournalFaults Journal => JournalFaults.Of(Sys);

    /// <summary>Repeats an assertion, until it holds or the time is over.</summary>
    /// <param name="assertion">The assertion.</param>
    /// <param name="duration">Time limit; by default the one of an expected message.</param>
    protected void AwaitAssert(Action assertion, TimeSpan? duration = null) => AwaitAssert(assertion, duration, Look);

    /// <summary>Asks an actor, and again when there is no answer. A group drops a question whose answer comes while its delivery starts anew.</summary>
    protected T AskAgain<T>(ICanTell actor, object question)
    {
        var probe = CreateTestProbe();
        for (var tries = 0; tries < Tries; tries++)
        {
            actor.Tell(question, probe);
            if (probe.ReceiveOne(AnswerTime) is T answer)
                return answer;
        }

        throw new TimeoutException($"{actor} does not answer {question}.");
    }

    /// <summary>Repeats a question, until the answer is yes or the time is over.</summary>
    protected void AwaitCondition(Func<bool> isTrue) => AwaitCondition(isTrue, RemainingOrDefault, Look);
}
