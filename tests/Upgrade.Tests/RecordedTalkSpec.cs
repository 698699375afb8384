using System.Globalization;
using Akka.Actor;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness;
using Coordinator.Harness.Node;
using Coordinator.Persistence;
using Coordinator.Upgrade.Tests.OldPeers;
using Coordinator.Upgrade.Tests.Recordings;
using Coordinator.Upgrade.Tests.Stories;

namespace Coordinator.Upgrade.Tests;

/// <summary>Connects this release with one side of a recorded conversation, which sends what an earlier release sent.</summary>
[Trait("race", "20")]
public sealed class RecordedTalkSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _temp = new();

    public static TheoryData<string> Releases => [.. Recording.Releases];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Coordinator_talks_with_recorded_participants(string release)
    {
        var script = new Script(Recording.Of(release).Talk, RecordedFrame.Participant);
        await using var node = await InProcessNode.StartAsync(Database.Sqlite(_temp.File("talk.db")), TalkStory.Options());
        using var participants = RawSerializer.System("participant");

        participants.ActorOf(Props.Create(() => new OldParticipant(script, node.ContactPoint)));

        await RequireEndAsync(script);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Participants_talk_with_a_recorded_coordinator(string release)
    {
        var script = new Script(Recording.Of(release).Talk, RecordedFrame.Coordinator);
        var refused = new TaskCompletionSource();
        using var coordinator = RawSerializer.System(SessionListenerAddress.SystemName, listenPort: 0);
        coordinator.ActorOf(Props.Create(() => new OldCoordinator(script, () => refused.TrySetResult())), SessionListenerAddress.ActorName);
        var address = ((ExtendedActorSystem)coordinator).Provider.DefaultAddress;

        await TalkStory.PlayAsync(
            string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}"), () => refused.Task.IsCompleted);

        await RequireEndAsync(script);
    }

    public void Dispose() => _temp.Dispose();

    private static async Task RequireEndAsync(Script script)
    {
        await Task.WhenAny(script.Ended, Task.Delay(Patience));
        Assert.True(script.Ended.IsCompleted, $"The conversation stopped before:\n{script.Missing()}");
        Assert.Empty(script.Surprises);
    }
}
