using System.Diagnostics.Metrics;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

internal static class LinkMetrics
{
    public static readonly Counter<long> SessionsOpened =
        Meter.CreateCounter<long>("coordinator.participant.sessions.opened", description: "Sessions that were opened");

    public static readonly Counter<long> SessionsLost =
        Meter.CreateCounter<long>(
            "coordinator.participant.sessions.lost",
            description: "Sessions that ended other than by a stop");

    public static readonly Counter<long> SessionsMoved =
        Meter.CreateCounter<long>(
            "coordinator.participant.sessions.moved",
            description: "Sessions that ended because their node was leaving");

    public static readonly Counter<long> SessionAttemptsFailed =
        Meter.CreateCounter<long>(
            "coordinator.participant.sessions.failed",
            description: "Attempts to open a session that failed");

    public static readonly Counter<long> SessionsRefused =
        Meter.CreateCounter<long>(
            "coordinator.participant.sessions.refused",
            description: "Attempts to open a session that were refused for good, by refusal");

    public static readonly Counter<long> SessionsUnproven =
        Meter.CreateCounter<long>(
            "coordinator.participant.sessions.unproven",
            description: "Sessions that were not taken, because the node did not prove that it knows the participant's secret");

    public static readonly Counter<long> SessionsSuperseded =
        Meter.CreateCounter<long>(
            "coordinator.participant.sessions.superseded",
            description: "Sessions that were ended by another process with the same instance name");

    public static readonly Counter<long> CommandsRepeated =
        Meter.CreateCounter<long>("coordinator.participant.commands.repeated", description: "Commands sent again without a reply");

    public static readonly Counter<long> CommandsBusy =
        Meter.CreateCounter<long>("coordinator.participant.commands.busy", description: "Busy replies");

    public static readonly Counter<long> CommandsExpired =
        Meter.CreateCounter<long>("coordinator.participant.commands.expired", description: "Commands without a reply in time");

    public static readonly Counter<long> CommandsDropped =
        Meter.CreateCounter<long>(
            "coordinator.participant.commands.dropped",
            description: "Commands without a waiting caller that were dropped because too many waited or the participant stopped. A check replaces each");

    public static readonly Counter<long> RepliesLate =
        Meter.CreateCounter<long>(
            "coordinator.participant.replies.late",
            description: "Replies to an earlier command of the same id, which was given up before");

    public static readonly Counter<long> FramesSent =
        Meter.CreateCounter<long>("coordinator.participant.frames.sent", description: "Frames put on the wire");

    public static readonly Counter<long> ItemsSent =
        Meter.CreateCounter<long>("coordinator.participant.items.sent", description: "Items within those frames");

    public static readonly Counter<long> OfflineItemsDropped =
        Meter.CreateCounter<long>(
            "coordinator.participant.held.dropped",
            description: "Acknowledgements and check answers given up while disconnected");

    private static Meter Meter => ParticipantMeter.Instance;
}
