using System.Diagnostics;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Tracing;

/// <summary>Spans of a participant, by OpenTelemetry's conventions for messaging.</summary>
internal static class Spans
{
    public const string MessagingSystem = "coordinator";

    public static readonly ActivitySource Source = new(ParticipantMeter.Name);

    /// <summary>Starts a span of an operation. <c>null</c>: nobody listens.</summary>
    /// <param name="operation">Name of the operation, such as <c>prepare</c>.</param>
    /// <param name="kind">Kind of the span.</param>
    /// <param name="parent">Trace that it belongs to. Default: the current one.</param>
    public static Activity? Start(string operation, ActivityKind kind, ActivityContext parent = default)
    {
        var activity = parent == default ? Source.StartActivity(operation, kind) : Source.StartActivity(operation, kind, parent);
        activity?.SetTag("messaging.system", MessagingSystem).SetTag("messaging.operation.name", operation);
        return activity;
    }

    /// <summary>Names the destination of a span.</summary>
    public static void SetDestination(this Activity activity, string operation, string topic)
    {
        activity.DisplayName = $"{operation} {topic}";
        activity.SetTag("messaging.destination.name", topic);
    }

    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity activity, Exception error)
    {
        activity.SetStatus(ActivityStatusCode.Error, error.Message);
        activity.SetTag("error.type", error.GetType().FullName);
    }
}
