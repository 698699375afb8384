using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Sessions.Access;
using Coordinator.Topics.Catalog;

namespace Coordinator.Sessions;

/// <summary>Opens the session listener, when the regions behind it answer.</summary>
internal sealed record OpenListener;

/// <summary>
/// Closes the session listener on shutdown: no new sessions, and a drain of the open ones. Answered with a <see
/// cref="ListenerClosed" />.
/// </summary>
internal sealed record CloseListener;

internal sealed record ListenerClosed;

/// <summary>Asks the session listener for its sessions, for administration. Answered with a <see cref="SessionList" />.</summary>
internal sealed record ListSessions;

internal sealed record SessionList(IReadOnlyList<SessionDescription> Sessions);

internal sealed record SessionDescription(
    string SessionId, string Instance, string Participant, IReadOnlyList<string> ProducerGroups);

/// <summary>Tells the session listener which participants may connect from now on.</summary>
internal sealed record ParticipantsChanged(AccessPolicy Policy);

/// <summary>Tells a session the access of its participant from now on. It has every right of the earlier one.</summary>
internal sealed record AccessChanged(ParticipantAccess Access);

/// <summary>Tells a session to end, and to tell the participant the reason.</summary>
/// <param name="Reason">Text for people.</param>
/// <param name="Superseded">True when another participant has opened a session under the same name.</param>
/// <param name="IsLost">True when the process behind the session may have ended without a word.</param>
internal sealed record EndSession(string Reason, bool Superseded, bool IsLost);

/// <summary>Tells a session on shutdown to finish the commands in flight, take no new ones, and end.</summary>
internal sealed record DrainSession;

/// <summary>Tells a session on shutdown, while other nodes serve, to send its participant to one of them, and to end.</summary>
internal sealed record MoveSession;

/// <summary>Timer of the session listener: send more sessions to other nodes.</summary>
internal sealed record MoveMore
{
    public static readonly MoveMore Instance = new();
}

/// <summary>Timer of a session: send commands again that are not answered.</summary>
internal sealed record RepeatCommands
{
    public static readonly RepeatCommands Instance = new();
}

/// <summary>Timer of a session.</summary>
internal sealed record Tick
{
    public static readonly Tick Instance = new();
}

/// <summary>Tells a session to send the collected items, after the messages that are in its mailbox already.</summary>
internal sealed record FlushFrame
{
    public static readonly FlushFrame Instance = new();
}

/// <summary>Answers of the topics of a prepare that the session did not know. They end with the first refusal.</summary>
internal sealed record TopicsKnown(IMessageCommand Command, IReadOnlyDictionary<Topic, TopicAnswer> Answers);

/// <summary>Reply to a hand-over of an expired id, after a look at the restores of the database.</summary>
internal sealed record HandOverJudged(TransactionReply Reply);

/// <summary>Answer of the topic of a subscription.</summary>
internal sealed record TopicJoined(Subscribe Subscribe, TopicAnswer Answer);
