using System.Diagnostics;
using Coordinator.Participants.Tracing;

namespace Coordinator.Participants.Consuming;

/// <summary>Span and times of a handler for one message, in the trace of the send.</summary>
internal sealed class HandlerTrace : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ReceivedMessage _message;
    private readonly TimeProvider _time;
    private readonly Activity? _activity;

    public HandlerTrace(ReceivedMessage message, TimeProvider time)
    {
        (_message, _time) = (message, time);
        _activity = Spans.Start("process", ActivityKind.Consumer, TraceContext.Of(message.Message));
        if (_activity is null)
            return;
        _activity.SetDestination("process", message.Topic.Value);
        _activity.SetTag("messaging.operation.type", "process")
            .SetTag("messaging.consumer.group.name", message.Group.Value)
            .SetTag("messaging.destination.partition.id", $"{message.Delivery.Queue}")
            .SetTag("messaging.message.id", message.Id.ToString())
            .SetTag("messaging.message.body.size", message.Body.Length)
            .SetTag("coordinator.attempt", message.Attempt);
    }

    /// <summary>Records how the handler ended.</summary>
    public void End(HandlerResult result, Exception? error)
    {
        _activity?.SetTag("coordinator.result", $"{result.Kind}");
        if (error is not null)
            _activity?.Fail(error);
        else if (result.Kind != HandlerResultKind.Done)
            _activity?.SetStatus(ActivityStatusCode.Error, result.Reason);
        Durations.Handled(_message.Topic.Value, _message.Group.Value, _start, _time.GetUtcNow() - _message.CommittedAt, error);
    }

    public void Dispose() => _activity?.Dispose();
}
