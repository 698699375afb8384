using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests;

/// <summary>A test of actors whose clock stands still unless the test advances it.</summary>
public abstract class VirtualClockKit() : TestKit(
    """
    akka.loglevel = WARNING
    akka.scheduler.implementation = "Coordinator.Testing.VirtualScheduler, Coordinator.TestSupport"
    """)
{
    /// <summary>The clock of every actor here.</summary>
    protected VirtualScheduler Time => (VirtualScheduler)Sys.Scheduler;

    /// <summary>An actor that stands for a child of the subject and passes what it gets to a probe.</summary>
    protected sealed class PassOn : ReceiveActor
    {
        public PassOn(IActorRef probe) => ReceiveAny(probe.Forward);
    }
}
