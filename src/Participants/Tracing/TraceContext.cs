using System.Diagnostics;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Tracing;

/// <summary>Carries the trace of a send in the properties of its messages, through prepare, check and delivery.</summary>
internal static class TraceContext
{
    /// <summary>
    /// Returns the messages with the trace of an activity. A message that names a trace already stays as it is, and so do messages that would pass their
    /// limits.
    /// </summary>
    public static IReadOnlyList<Message> Inject(IReadOnlyList<Message> messages, Activity? activity)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } parent } || messages.Any(message => message is null))
            return messages;
        var state = string.IsNullOrEmpty(activity.TraceStateString) ? null : activity.TraceStateString;
        IReadOnlyList<Message> traced = [.. messages.Select(message => Inject(message, parent, state))];
        return MessageLimits.Problem(traced) is null ? traced : messages;
    }

    /// <summary>Reads the trace of a message. Without one, or with a malformed one, a new trace begins.</summary>
    public static ActivityContext Of(Message? message) =>
        message is not null && message.Properties.TryGetValue(TraceProperties.Parent, out var parent)
        && ActivityContext.TryParse(parent, message.Properties.GetValueOrDefault(TraceProperties.State), isRemote: true, out var context)
            ? context
            : default;

    private static Message Inject(Message message, string parent, string? state)
    {
        if (message.Properties.ContainsKey(TraceProperties.Parent))
            return message;
        var properties = new Dictionary<string, string>(message.Properties) { [TraceProperties.Parent] = parent };
        if (state is not null)
            properties[TraceProperties.State] = state;
        return message with { Properties = properties };
    }
}
