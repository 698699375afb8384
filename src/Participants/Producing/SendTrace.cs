using System.Diagnostics;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Tracing;

namespace Coordinator.Participants.Producing;

/// <summary>Span of a send, in which prepare, local transaction and commit are children.</summary>
internal static class SendTrace
{
    private const string Operation = "send";

    /// <summary>Runs a send within a span.</summary>
    /// <param name="messages">Its messages; <c>null</c>: they are not known yet.</param>
    /// <param name="sendAsync">The send.</param>
    public static Task<SendResult> RunAsync(IReadOnlyList<Message>? messages, Func<Task<SendResult>> sendAsync) => Measured.OperationAsync(
        Operation,
        ActivityKind.Producer,
        span =>
        {
            Describe(span, messages);
            return sendAsync();
        },
        static (span, result) => span.SetTag("coordinator.transaction.id", result.Id.Value)
            .SetTag("coordinator.outcome", result.Outcome.ToString())
            .SetTag("coordinator.confirmed", result.Confirmed)
            .SetTag("coordinator.stored", result.IsStored));

    /// <summary>Describes messages in the span of their send.</summary>
    public static void Describe(Activity? span, IReadOnlyList<Message>? messages)
    {
        if (span is null || messages is null || span.Source != Spans.Source)
            return;
        var topics = messages.Where(message => message is not null).Select(message => message.Topic.Value).Distinct().Take(2).ToList();
        if (topics.Count == 1)
            span.SetDestination(Operation, topics[0]);
        span.SetTag("messaging.operation.type", Operation).SetTag("messaging.batch.message_count", messages.Count);
    }
}
