using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Postgres;
using Coordinator.Testing;

namespace Coordinator.Security.Tests.Targets;

/// <summary>Coordinators with mutual TLS and a list of participants, which have rights of their own.</summary>
public sealed class ParticipantTargets : SharedTargets
{
    public new const string Collection = "participants";

    /// <summary>Topics that may exist beside those of <see cref="Existing" />.</summary>
    public const int TopicLimit = 150;

    /// <summary>Participant that attacks.</summary>
    internal static readonly TargetParticipant Alice = new("alice", "alice", "alice.*");

    /// <summary>Participant whose transactions, messages and names are attacked.</summary>
    internal static readonly TargetParticipant Bob = new("bob", "bob", "bob.*");

    /// <summary>Participant that may consume for Bob's group too.</summary>
    internal static readonly TargetParticipant Carol = new("carol", "carol", "bob.*") { MoreConsumerGroups = [Bob.Group] };

    /// <summary>Topics that exist whatever the limits are.</summary>
    internal static readonly IReadOnlyList<string> Existing = ["alice.orders", "bob.orders", "bob.held"];

    /// <summary>Setups that this machine can start.</summary>
    public static new TheoryData<Setup> Setups => PostgresServer.ReasonToSkip is null ? [Setup.OneNodeTls, Setup.ThreeNodesTls] : [Setup.OneNodeTls];

    private protected override TargetSettings Settings { get; } = new()
    {
        // All peers of a test share an address.
        Options = ["--remoting.newConnectionsPerSecond", "10000", "--topics.limit", $"{TopicLimit}"],
        Participants = [Alice, Bob, Carol],
        Topics = Existing,
    };

    internal static SessionRequest RequestOf(TargetParticipant participant) => new() { Group = participant.Group, Credentials = participant.Credentials };
}
