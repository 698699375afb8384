using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Security.Tests.Targets;

/// <summary>Coordinators on which one participant reaches its limits, some of which are low so that tests reach them soon.</summary>
public sealed class NeighbourTargets : SharedTargets
{
    public new const string Collection = "neighbours";

    /// <summary>Commands of one session that may wait for their replies.</summary>
    public const int CommandsInFlight = 512;

    /// <summary>Checks of one group that may wait for their turn.</summary>
    public const int WaitingChecks = 100;

    /// <summary>Checks of one group per second.</summary>
    public const int CheckRate = 100;

    /// <summary>Topics that one session may subscribe to.</summary>
    public const int Subscriptions = 64;

    /// <summary>Appends that may wait at one queue.</summary>
    public const int IntakeCommands = 50;

    /// <summary>Participant that reaches its limits.</summary>
    internal static readonly TargetParticipant Alice = new("alice", "alice", "alice.*");

    /// <summary>Participant whose group shares topics of Alice.</summary>
    internal static readonly TargetParticipant Bob = new("bob", "bob", "*");

    private protected override TargetSettings Settings { get; } = new()
    {
        Options =
        [
            "--remoting.newConnectionsPerSecond", "10000", "--http.metrics", "true", "--sessions.maxSubscriptions", $"{Subscriptions}",
            "--sessions.maxCommandsInFlight", $"{CommandsInFlight}", "--checkMaxWaitingPerGroup", $"{WaitingChecks}",
            "--checkRatePerGroup", $"{CheckRate}", "--topics.intakeCommands", $"{IntakeCommands}",
        ],
        Participants = [Alice, Bob],
        Topics = ["innocent", "alice.orders", "alice.stuck", "alice.failing"],
    };

    internal static SessionRequest RequestOf(TargetParticipant participant) => new() { Group = participant.Group, Credentials = participant.Credentials };
}
