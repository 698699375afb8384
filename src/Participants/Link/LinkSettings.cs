using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;

namespace Coordinator.Participants.Link;

/// <summary>Settings and dependencies of a link.</summary>
internal sealed record LinkSettings
{
    public required InstanceId Instance { get; init; }

    public required IReadOnlyList<ProducerGroup> ProducerGroups { get; init; }

    public required IReadOnlyList<string> ContactPoints { get; init; }

    /// <summary>Returns the name and the secret for the next session; <c>null</c> when there are none.</summary>
    public Func<Credentials?> Credentials { get; init; } = () => null;

    /// <summary>Returns the hash of the TLS certificate that the node at a contact point shows. Empty without TLS.</summary>
    public Func<string, ReadOnlyMemory<byte>> ChannelBinding { get; init; } = _ => ReadOnlyMemory<byte>.Empty;

    public required TimeSpan OpenTimeout { get; init; }

    /// <summary>Time without a session after which commands that were not sent fail.</summary>
    public TimeSpan WaitForSession { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>State of the connection for the service, which the link keeps; <c>null</c>: nobody asks for it.</summary>
    public CoordinatorConnection? Connection { get; init; }

    public required TimeSpan ReconnectMinBackoff { get; init; }

    public required TimeSpan ReconnectMaxBackoff { get; init; }

    /// <summary>Most commands without a reply, including those whose callers gave up.</summary>
    public required int MaxPending { get; init; }

    /// <summary>Actor that answers checks, a child of the link.</summary>
    public required Props Checks { get; init; }

    /// <summary>Actor that purges outcomes, a child of the link; <c>null</c>: none does.</summary>
    public Props? Purger { get; init; }

    /// <summary>Actor that keeps messages for a coordinator that is restored, a child of the link; <c>null</c>: none does.</summary>
    public Props? Keeper { get; init; }

    /// <summary>One consumer actor for each subscription, children of the link.</summary>
    public required IReadOnlyDictionary<SubscriptionKey, Props> Consumers { get; init; }

    /// <summary>Actors that purge the inboxes of subscriptions, children of the link. A subscription without one has no inbox to purge.</summary>
    public IReadOnlyDictionary<SubscriptionKey, Props> InboxPurgers { get; init; } = new Dictionary<SubscriptionKey, Props>();

    /// <summary>Returns the session listener at a contact point.</summary>
    public required Func<IActorContext, string, ICanTell> SessionListener { get; init; }

    /// <summary>Source of random numbers from 0 to 1.</summary>
    public required Func<double> Jitter { get; init; }

    /// <summary>Hook of a test; <c>null</c>: none.</summary>
    public ICrashHook? Crash { get; init; }

    public OpenSession ToOpenSession(long attempt, SessionClaim? claim) =>
        new(ProtocolVersion.Current, Instance, ProducerGroups, attempt, claim);
}
