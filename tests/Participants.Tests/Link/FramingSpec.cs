using Akka.Actor;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Participants.Tests.Link;

public sealed class FramingSpec : LinkHarness
{
    [Fact]
    public void Lone_command_leaves_at_once()
    {
        var link = StartConnected();

        _ = Submit(link, Commit("t"));

        ExpectItem(); // no time passes here
    }

    [Fact]
    public void Many_commands_share_frames_of_at_most_128()
    {
        var link = StartLink();
        for (var number = 0; number < 300; number++)
            _ = Submit(link, Commit($"t-{number}"));

        Admit(link);

        Assert.Equal([128, 128, 44], Enumerable.Range(0, 3).Select(_ => Session.ExpectMsg<Frame>().Items.Count));
    }

    [Fact]
    public void Large_commands_share_frames_of_about_64_KiB()
    {
        var link = StartLink();
        for (var number = 0; number < 4; number++)
            _ = Submit(link, Prepare($"t-{number}", bytes: 30_000));

        Admit(link);

        Assert.Equal([2, 2], Enumerable.Range(0, 2).Select(_ => Session.ExpectMsg<Frame>().Items.Count));
    }

    [Fact]
    public void Command_larger_than_a_frame_should_be_travels_alone()
    {
        var link = StartLink();
        _ = Submit(link, Commit("a"));
        _ = Submit(link, Prepare("b", bytes: 1_000_000));
        _ = Submit(link, Commit("c"));

        Admit(link);

        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select(_ => Session.ExpectMsg<Frame>().Items.Count));
    }
}
