using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Coordinator.Participants.Tests.Tracing;

/// <summary>Spans of a participant that belong to the trace of this test, whatever other tests do meanwhile.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _all = new();
    private readonly ActivityListener _listener;
    private readonly Activity _root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);

    public RecordedSpans()
    {
        _root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        _root.TraceStateString = "vendor=7";
        _root.Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Coordinator.Participants",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _all.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ActivityTraceId TraceId => _root.TraceId;

    public ActivitySpanId Root => _root.SpanId;

    /// <summary>Spans that have ended, in that order.</summary>
    public IReadOnlyList<Activity> Ended => [.. _all.Where(span => span.TraceId == TraceId)];

    public Activity Of(string operation) => Ended.Single(span => span.OperationName == operation);

    public static string? Tag(Activity span, string name) => Convert.ToString(span.GetTagItem(name), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _listener.Dispose();
        _root.Dispose();
    }
}
