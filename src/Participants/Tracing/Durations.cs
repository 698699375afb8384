using System.Diagnostics;
using System.Diagnostics.Metrics;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Tracing;

/// <summary>Histograms and counters of a participant, in seconds, by OpenTelemetry's conventions for messaging where there is one.</summary>
internal static class Durations
{
    private static readonly Histogram<double> Client = Seconds(
        "messaging.client.operation.duration", "Time of a send, and of its prepare, commit and rollback, by messaging.operation.name");

    private static readonly Histogram<double> Process = Seconds("messaging.process.duration", "Time of a handler for one message");

    private static readonly Histogram<double> Local = Seconds(
        "coordinator.participant.local.duration", "Time of a local transaction, with a prepare within it");

    private static readonly Histogram<double> EndToEnd = Seconds(
        "coordinator.participant.end_to_end.duration",
        "Time from the commit of a message, by the coordinator's clock, to the end of its handler, by the clock of this machine");

    private static readonly Counter<long> Sent = ParticipantMeter.Instance.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Messages of committed sends, also of those that are stored");

    private static readonly Counter<long> Consumed = ParticipantMeter.Instance.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Messages that a handler was called for");

    /// <summary>Records a send or a command.</summary>
    public static void Operation(string operation, long start, Exception? error) => Record(Client, start, error, [new("messaging.operation.name", operation)]);

    /// <summary>Records a local transaction.</summary>
    public static void LocalPart(long start, Exception? error) => Record(Local, start, error, null);

    /// <summary>Records a handler that ended, in any way.</summary>
    public static void Handled(string topic, string group, long start, TimeSpan sinceCommit, Exception? error)
    {
        KeyValuePair<string, object?>[] names = [new("messaging.destination.name", topic), new("messaging.consumer.group.name", group)];
        Consumed.Add(1, [.. names, new("messaging.system", Spans.MessagingSystem)]);
        Record(Process, start, error, names);
        if (error is null)
            EndToEnd.Record(Math.Max(0, sinceCommit.TotalSeconds), names);
    }

    public static void Count(long sent) => Sent.Add(sent, new KeyValuePair<string, object?>("messaging.system", Spans.MessagingSystem));

    private static void Record(Histogram<double> histogram, long start, Exception? error, KeyValuePair<string, object?>[]? names)
    {
        if (!histogram.Enabled)
            return;
        var tags = new TagList { { "messaging.system", Spans.MessagingSystem } };
        foreach (var (name, value) in names ?? [])
            tags.Add(name, value);
        if (error is not null)
            tags.Add("error.type", error.GetType().FullName);
        histogram.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
    }

    private static Histogram<double> Seconds(string name, string description) => ParticipantMeter.Instance.CreateHistogram(
        name, "s", description, advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        });
}
