using Akka.Actor;
using Coordinator.Testing;
using Coordinator.Tests.Persistence.GroupCommit;
using static Coordinator.Tests.Persistence.GroupCommit.JournalKit;

namespace Coordinator.Tests.Transactions;

/// <summary>Tests the journal that the fault tests rely on.</summary>
public sealed class FaultyJournalSpec : VirtualTimeKit
{
    [Fact]
    public void Rejected_and_failed_writes_are_not_in_the_journal_and_a_lost_one_is()
    {
        Journal.Arm(JournalFault.Reject, write => write.PersistenceId == "t-1");
        Journal.Arm(JournalFault.Fail, write => write.PersistenceId == "t-2");
        Journal.Arm(JournalFault.Lose, write => write.PersistenceId == "t-3");

        Start("t-1").Tell(Event(1), null);
        ExpectMsg<Recorder.Refused>();
        Start("t-2").Tell(Event(1), null);
        ExpectMsg<Recorder.Failed>();
        Start("t-3").Tell(Event(1), null);
        ExpectMsg<Recorder.Failed>();

        Assert.Equal(["t-3"], Journal.Written.Select(write => write.PersistenceId));
        Assert.Empty(Replayed("t-1"));
        Assert.Empty(Replayed("t-2"));
        Assert.Equal(Events(1), Replayed("t-3"));
    }

    [Fact]
    public async Task Held_write_is_overtaken_and_a_taken_number_is_refused()
    {
        var held = Journal.Hold(write => write.PersistenceId == "t-1");
        var (first, twin) = (Start("t-1"), Start("t-1"));
        first.Tell(Event(1), null);
        await held.Arrived;
        Start("t-2").Tell(Event(1), null);
        Assert.Equal("t-2", ExpectMsg<Recorder.Stored>().Id);

        held.Release();
        Assert.Equal("t-1", ExpectMsg<Recorder.Stored>().Id);
        twin.Tell(Event(2), null);
        ExpectMsg<Recorder.Failed>();
        Assert.Equal(Events(1), Journal.EventsOf("t-1"));
    }

    private IReadOnlyList<object> Replayed(string id)
    {
        Launch(id);
        return ExpectMsg<Recorder.Started>().Replayed;
    }

    private IActorRef Start(string id)
    {
        var actor = Launch(id);
        ExpectMsg<Recorder.Started>();
        return actor;
    }

    private IActorRef Launch(string id) => Sys.ActorOf(Props.Create(() => new Recorder(id, TestActor)));
}
