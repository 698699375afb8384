using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.OpenTelemetry;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Tests.Handling;
using Coordinator.Participants.Tests.Producing;
using Coordinator.Participants.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Coordinator.Participants.Tests.Tracing;

/// <summary>Tests that one trace tells the whole story of a message: send, check and handler.</summary>
public sealed class TraceSpec
{
    private static readonly ProducerGroup Group = new("orders");

    [Fact]
    public async Task Send_is_a_span_with_its_steps_and_its_messages_carry_the_trace()
    {
        using var spans = new RecordedSpans();
        var kit = new ProducerKit();
        var sent = await kit.Producer.SendAsync(
            [ParticipantApp.Message], (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit));

        var send = spans.Of("send");
        Assert.Equal((ActivityKind.Producer, "send orders.paid", spans.Root), (send.Kind, send.DisplayName, send.ParentSpanId));
        Assert.Equal(["prepare", "local transaction", "commit", "send"], spans.Ended.Select(span => span.OperationName));
        Assert.All(spans.Ended.SkipLast(1), step => Assert.Equal(send.SpanId, step.ParentSpanId));
        Assert.Equal(
            ("coordinator", "send", "orders.paid", sent.Id.Value, "Commit"),
            (RecordedSpans.Tag(send, "messaging.system"), RecordedSpans.Tag(send, "messaging.operation.name"),
                RecordedSpans.Tag(send, "messaging.destination.name"), RecordedSpans.Tag(send, "coordinator.transaction.id"),
                RecordedSpans.Tag(send, "coordinator.outcome")));
        Assert.Equal(send.Id, Prepared(kit).Properties["traceparent"]);
        Assert.Equal("vendor=7", Prepared(kit).Properties["tracestate"]);
    }

    [Fact]
    public async Task Messages_made_within_the_local_transaction_carry_the_trace_of_their_send()
    {
        using var spans = new RecordedSpans();
        var kit = new ProducerKit();
        await kit.Producer.SendAsync((scope, _) =>
        {
            scope.Publish(ParticipantApp.Message);
            return Task.CompletedTask;
        });
        Assert.Equal(spans.Of("send").Id, Prepared(kit).Properties["traceparent"]);
        Assert.Equal(spans.Of("local transaction").SpanId, spans.Of("prepare").ParentSpanId);
    }

    [Fact]
    public async Task Failed_send_says_why()
    {
        using var spans = new RecordedSpans();
        var kit = new ProducerKit();
        await Assert.ThrowsAsync<TimeoutException>(() => kit.Producer.SendAsync(
            [ParticipantApp.Message], (DbTransaction _, CancellationToken _) => throw new TimeoutException("too slow")));
        Assert.All(
            (string[])["send", "local transaction"],
            name => Assert.Equal((ActivityStatusCode.Error, "too slow"), (spans.Of(name).Status, spans.Of(name).StatusDescription)));
        Assert.Equal("System.TimeoutException", RecordedSpans.Tag(spans.Of("send"), "error.type"));
    }

    /// <summary>The caller's trace goes on although nobody listens to the spans of this library.</summary>
    [Fact]
    public void Messages_carry_the_trace_of_whatever_span_is_current()
    {
        using var current = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var traced = Assert.Single(TraceContext.Inject([ParticipantApp.Message], current));
        Assert.Equal(current.Id, traced.Properties["traceparent"]);
        Assert.False(traced.Properties.ContainsKey("tracestate"));
        Assert.Same(traced, Assert.Single(TraceContext.Inject([traced], new Activity("other").SetIdFormat(ActivityIdFormat.W3C).Start())));
    }

    [Fact]
    public void Trace_never_pushes_a_message_over_its_limits()
    {
        using var current = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var full = ParticipantApp.Message with { Properties = Enumerable.Range(0, MessageLimits.MaxProperties).ToDictionary(number => $"p{number}", _ => "") };
        var large = ParticipantApp.Message with { Body = new byte[MessageLimits.MaxTransactionBytes - 40] };
        foreach (IReadOnlyList<Message> messages in (Message[][])[[full], [large]])
            Assert.Same(messages, TraceContext.Inject(messages, current));
    }

    /// <summary>A repeated send is the same one in another trace.</summary>
    [Fact]
    public void Trace_is_no_part_of_the_digest()
    {
        using var current = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        current.TraceStateString = "vendor=7";
        foreach (var message in (Message[])[ParticipantApp.Message, ParticipantApp.Message with { Properties = new Dictionary<string, string> { ["a"] = "b" } }])
            Assert.Equal(MessageDigest.Of(Group, [message]), MessageDigest.Of(Group, TraceContext.Inject([message], current)));
        Assert.NotEqual(
            MessageDigest.Of(Group, [ParticipantApp.Message]),
            MessageDigest.Of(Group, [ParticipantApp.Message with { Properties = new Dictionary<string, string> { ["a"] = "b" } }]));
    }

    [Fact]
    public async Task Check_belongs_to_the_trace_of_its_transaction()
    {
        using var spans = new RecordedSpans();
        var services = new ServiceCollection().AddSingleton<ITransactionChecker>(new FunctionChecker((_, _) => Task.FromResult(CheckResult.Committed()))).BuildServiceProvider();
        var check = new CheckTransaction(new TransactionId("order-1"), Group, 3, [Traced(spans)]);
        await new CheckRunner(services, NullLogger.Instance).RunAsync(check, default);

        var span = spans.Of("check");
        Assert.Equal(("order-1", "3", "Committed"), (
            RecordedSpans.Tag(span, "coordinator.transaction.id"), RecordedSpans.Tag(span, "coordinator.check.number"), RecordedSpans.Tag(span, "coordinator.check.verdict")));
    }

    [Fact]
    public async Task Handler_runs_in_the_trace_of_its_message()
    {
        using var spans = new RecordedSpans();
        ActivityTraceId? inside = null;
        await using var service = TypedService.Of(builder => builder.AddConsumer(TypedService.Group, TypedService.Topic, (_, _) =>
        {
            inside = Activity.Current?.TraceId;
            return Task.CompletedTask;
        }));
        await service.DeliverAsync(Traced(spans));

        var span = spans.Of("process");
        Assert.Equal((spans.TraceId, ActivityKind.Consumer, "process orders"), (inside, span.Kind, span.DisplayName));
        Assert.Equal(
            ("shipping", "1", "Done"),
            (RecordedSpans.Tag(span, "messaging.consumer.group.name"), RecordedSpans.Tag(span, "coordinator.attempt"), RecordedSpans.Tag(span, "coordinator.result")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-zz-1-01")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    public void Malformed_trace_is_none(string parent) =>
        Assert.Equal(default, TraceContext.Of(ParticipantApp.Message with { Properties = new Dictionary<string, string> { ["traceparent"] = parent } }));

    [Fact]
    public async Task Times_of_sends_and_handlers_are_measured()
    {
        var topic = $"topic-{Environment.TickCount64}";
        var measured = new ConcurrentQueue<(string Instrument, string? Topic)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meter) =>
            {
                if (instrument.Meter.Name == "Coordinator.Participants")
                    meter.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => measured.Enqueue((instrument.Name, TopicOf(tags))));
        listener.Start();
        await using var service = TypedService.Of(builder => builder.AddConsumer(TypedService.Group, topic, (_, _) => Task.CompletedTask));
        await service.DeliverAsync(ParticipantApp.Message with { Topic = new Topic(topic) });
        await new ProducerKit().Producer.SendAsync(
            [ParticipantApp.Message], (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit));

        Assert.Contains(("messaging.process.duration", topic), measured);
        Assert.Contains(("coordinator.participant.end_to_end.duration", topic), measured);
        Assert.Contains(("messaging.client.operation.duration", null), measured);
        Assert.Contains(("coordinator.participant.local.duration", null), measured);
    }

    [Fact]
    public async Task Instrumentation_of_OpenTelemetry_gets_spans_and_metrics()
    {
        var exported = new List<Activity>();
        using var tracing = Sdk.CreateTracerProviderBuilder().AddCoordinatorInstrumentation().AddProcessor(new Collecting(exported)).Build();
        using var metering = Sdk.CreateMeterProviderBuilder().AddCoordinatorInstrumentation().Build();
        using var root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);
        root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        root.Start();
        await new ProducerKit().Producer.SendAsync(
            [ParticipantApp.Message], (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit));
        lock (exported)
            Assert.Contains(exported, span => span.TraceId == root.TraceId && span.OperationName == "send");
    }

    private static string? TopicOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == "messaging.destination.name")
                return value as string;
        }

        return null;
    }

    private static Message Prepared(ProducerKit kit) => kit.Link.Sent.OfType<Prepare>().Single().Messages[0];

    private static Message Traced(RecordedSpans spans) => ParticipantApp.Message with
    {
        Topic = new Topic(TypedService.Topic),
        Properties = new Dictionary<string, string> { ["traceparent"] = $"00-{spans.TraceId}-{spans.Root}-01" },
    };

    private sealed class Collecting(List<Activity> exported) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            lock (exported)
                exported.Add(data);
        }
    }
}
