using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>What a link needs to know of its surroundings.</summary>
internal sealed record LinkSettings
{
    public required InstanceId Instance { get; init; }

    public required IReadOnlyList<ProducerGroup> ProducerGroups { get; init; }

    public required IReadOnlyList<string> ContactPoints { get; init; }

    public Credentials? Credentials { get; init; }

    public required TimeSpan OpenTimeout { get; init; }

    public required TimeSpan ReconnectMinBackoff { get; init; }

    public required TimeSpan ReconnectMaxBackoff { get; init; }

    /// <summary>The most commands in doubt, whether somebody still waits for them or not.</summary>
    public required int MaxPending { get; init; }

    /// <summary>Answers checks; a child of the link.</summary>
    public required Props Checks { get; init; }

    /// <summary>One consumer for each subscription; children of the link.</summary>
    public required IReadOnlyDictionary<SubscriptionKey, Props> Consumers { get; init; }

    /// <summary>The session listener at a contact point.</summary>
    public required Func<IActorContext, string, ICanTell> SessionListener { get; init; }

    /// <summary>Random numbers from 0 to 1.</summary>
    public required Func<double> Jitter { get; init; }

    public OpenSession ToOpenSession(long attempt) => new(ProtocolVersion.Current, Instance, ProducerGroups, Credentials, attempt);
}
