using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;

namespace Coordinator.Sessions;

/// <summary>To the session listener: everything behind it is up.</summary>
internal sealed record OpenListener;

/// <summary>
/// To the session listener, on shutdown: no new sessions, and let the others finish. Answered with a <see cref="ListenerClosed" />.
/// </summary>
internal sealed record CloseListener;

internal sealed record ListenerClosed;

/// <summary>To the session listener, for administration. Answered with a <see cref="SessionList" />.</summary>
internal sealed record ListSessions;

internal sealed record SessionList(IReadOnlyList<SessionDescription> Sessions);

internal sealed record SessionDescription(
    string SessionId, string Instance, string Participant, IReadOnlyList<string> ProducerGroups);

/// <summary>From the session listener to a session: end, and tell the participant why.</summary>
internal sealed record EndSession(string Reason, bool Superseded);

/// <summary>From the session listener to a session, on shutdown: finish what is in flight, take nothing new, end.</summary>
internal sealed record DrainSession;

/// <summary>A session's heartbeat to itself.</summary>
internal sealed record Tick
{
    public static readonly Tick Instance = new();
}

/// <summary>A session to itself, behind what is in its mailbox: send what has been gathered.</summary>
internal sealed record FlushFrame
{
    public static readonly FlushFrame Instance = new();
}

/// <summary>
/// The topics of a prepare have been asked for: their numbers of queues, or <c>null</c> when one did not answer.
/// </summary>
internal sealed record TopicsKnown(Prepare Prepare, IReadOnlyDictionary<Topic, int>? QueueCounts);

/// <summary>
/// The topic of a subscription has been asked for: its number of queues, or <c>null</c> when it did not answer.
/// </summary>
internal sealed record TopicJoined(Subscribe Subscribe, int? QueueCount);
