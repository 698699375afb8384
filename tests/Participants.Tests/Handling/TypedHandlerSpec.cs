using System.Collections.Concurrent;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Tests.Typed;
using Coordinator.Participants.Typed;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Handling;

public sealed class TypedHandlerSpec
{
    private static readonly OrderPaid Paid = new("4711", 12.5m);

    private readonly ConcurrentQueue<(OrderPaid Body, MessageContext Context, ScopedThing Thing)> _handled = [];

    [Fact]
    public async Task Handler_class_gets_body_and_context_in_a_scope_of_its_own()
    {
        await using var service = TypedService.Of(participant =>
        {
            participant.Services.AddSingleton(_handled).AddScoped<ScopedThing>();
            participant.AddConsumer<OrderPaid, PaidHandler>(TypedService.Group, TypedService.Topic);
        });

        Assert.Empty(service.Problems());
        Assert.IsType<Acknowledge>(await service.DeliverAsync(Paid, offset: 1));
        Assert.IsType<Acknowledge>(await service.DeliverAsync(Paid, attempt: 3, offset: 2));

        Assert.Equal([Paid, Paid], _handled.Select(handled => handled.Body));
        Assert.Equal([(1, 1), (2, 3)], _handled.Select(handled => ((int)handled.Context.Message.Delivery.Offset, handled.Context.Message.Attempt)));
        Assert.Equal(2, _handled.Select(handled => handled.Thing).Distinct().Count());
        Assert.All(_handled, handled => Assert.True(handled.Thing.IsDisposed, "the scope ends with the message"));
    }

    [Fact]
    public async Task Handler_class_that_the_service_has_added_itself_is_used_as_it_is()
    {
        await using var service = TypedService.Of(participant =>
        {
            participant.Services.AddSingleton<IMessageHandler<OrderPaid>>(new FixedHandler(HandlerResult.Reject("mine")));
            participant.AddConsumer<OrderPaid, IMessageHandler<OrderPaid>>(TypedService.Group, TypedService.Topic);
        });

        Assert.Empty(service.Problems());
        Assert.Equal("mine", Assert.IsType<Reject>(await service.DeliverAsync(Paid)).Reason);
    }

    [Fact]
    public async Task Result_of_a_handler_settles_its_message()
    {
        var result = HandlerResult.Done;
        await using var service = Of((_, _, _) => Task.FromResult(result));
        Assert.IsType<Acknowledge>(await service.DeliverAsync(Paid));

        result = HandlerResult.Retry(TimeSpan.FromMinutes(3), "warehouse closed");
        Assert.Equal((TimeSpan.FromMinutes(3), "warehouse closed"), Retried(await service.DeliverAsync(Paid)));
        result = HandlerResult.Retry();
        Assert.Equal((null, null), Retried(await service.DeliverAsync(Paid)));
        Assert.Empty(service.Lines.Of(LogLevel.Warning));

        result = HandlerResult.Reject("no such customer");
        Assert.Equal("no such customer", Assert.IsType<Reject>(await service.DeliverAsync(Paid)).Reason);
        Assert.Contains("no such customer", Assert.Single(service.Lines.Of(LogLevel.Warning)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exceptions_of_a_typed_handler_settle_as_those_of_any_other()
    {
        Exception error = new RetryLaterException(TimeSpan.FromMinutes(3), "warehouse closed");
        await using var service = Of((_, _, _) => Task.FromException<HandlerResult>(error));
        Assert.Equal((TimeSpan.FromMinutes(3), "warehouse closed"), Retried(await service.DeliverAsync(Paid)));

        error = new RejectMessageException("no such customer");
        Assert.Equal("no such customer", Assert.IsType<Reject>(await service.DeliverAsync(Paid)).Reason);
        error = new InvalidOperationException("no stock");
        Assert.Equal((null, "InvalidOperationException: no stock"), Retried(await service.DeliverAsync(Paid)));
    }

    [Fact]
    public async Task Handler_that_returns_null_fails()
    {
        await using var service = Of((_, _, _) => Task.FromResult<HandlerResult>(null!));

        Assert.Contains("returned null", Retried(await service.DeliverAsync(Paid)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_that_cancels_a_handler_leaves_its_message_to_others()
    {
        using var stop = new CancellationTokenSource();
        await using var service = Of(async (_, _, ct) =>
        {
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
            return HandlerResult.Done;
        });

        Assert.Null(await service.DeliverAsync(Paid, ct: stop.Token));
    }

    [Fact]
    public async Task Function_acknowledges_by_returning_and_has_the_services_of_its_scope()
    {
        await using var service = TypedService.Of(participant =>
        {
            participant.Services.AddScoped<ScopedThing>();
            participant.AddConsumer<OrderPaid>(TypedService.Group, TypedService.Topic, (paid, context, _) =>
            {
                _handled.Enqueue((paid, context, context.Services.GetRequiredService<ScopedThing>()));
                return Task.CompletedTask;
            });
        });

        Assert.IsType<Acknowledge>(await service.DeliverAsync(Paid));

        var (body, context, thing) = Assert.Single(_handled);
        Assert.Equal((Paid, true), (body, thing.IsDisposed));
        var error = Assert.Throws<InvalidOperationException>(() => context.Transaction);
        Assert.Contains("UseInbox", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":""", "application/json", "orders.paid.v1", "cannot be read as")]
    [InlineData("""{"id":"1"} and more""", "application/json", "orders.paid.v1", "cannot be read as")]
    [InlineData("""{"id":"1","amount":"many"}""", "application/json", "orders.paid.v1", "cannot be read as")]
    [InlineData("", "application/json", "orders.paid.v1", "cannot be read as")]
    [InlineData("", null, null, "cannot be read as")]
    [InlineData("null", "application/json", "orders.paid.v1", "The body is a null")]
    [InlineData("{}", "application/xml", "orders.paid.v1", "content-type 'application/xml' cannot be read as")]
    [InlineData("{}", "application/protobuf", "orders.paid.v1", "content-type 'application/protobuf' cannot be read as")]
    [InlineData("{}", "no media type", "orders.paid.v1", "content-type 'no media type' cannot be read as")]
    [InlineData("{}", "", "orders.paid.v1", "content-type '' cannot be read as")]
    [InlineData("{}", "application/json", "orders.refunded.v1", "takes message type 'orders.refunded.v1'. It takes: orders.paid.v1.")]
    [InlineData("{}", "application/json", "", "takes message type ''")]
    public async Task Message_that_cannot_be_read_is_a_dead_letter_at_once_with_the_reason(
        string body, string? contentType, string? type, string reason)
    {
        var handled = 0;
        await using var service = Of((_, _, _) => Task.FromResult(handled++ == 0 ? HandlerResult.Done : HandlerResult.Retry()));

        var reject = Assert.IsType<Reject>(await service.DeliverAsync(Raw(body, contentType, type)));

        Assert.Contains(reason, reject.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Single(service.Lines.Of(LogLevel.Warning)), StringComparison.Ordinal);
        Assert.Equal(0, handled);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("application/json; charset=utf-8", null)]
    [InlineData("APPLICATION/JSON", "orders.paid.v1")]
    [InlineData("application/vnd.shop+json", "orders.paid.v1")]
    public async Task Message_of_a_producer_without_the_library_is_read(string? contentType, string? type)
    {
        OrderPaid? handled = null;
        await using var service = Of((paid, _, _) =>
        {
            handled = paid;
            return Task.FromResult(HandlerResult.Done);
        });

        Assert.IsType<Acknowledge>(await service.DeliverAsync(Raw("""{"Id":"4711","Amount":12.5}""", contentType, type)));

        Assert.Equal(Paid, handled);
    }

    [Fact]
    public async Task Protobuf_body_is_read_and_a_malformed_one_is_a_dead_letter()
    {
        string? handled = null;
        await using var service = TypedService.Of(participant => participant.AddConsumer<StringValue>(
            TypedService.Group, TypedService.Topic, (value, _, _) =>
            {
                handled = value.Value;
                return Task.CompletedTask;
            }));

        Assert.IsType<Acknowledge>(await service.DeliverAsync(new StringValue { Value = "paid" }));
        Assert.Equal("paid", handled);
        var malformed = Raw("\u000F", "application/protobuf", null);
        Assert.Contains("cannot be read as", Assert.IsType<Reject>(await service.DeliverAsync(malformed)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_type_of_a_topic_has_a_handler_of_its_own()
    {
        var seen = new List<string>();
        await using var service = OfTwo(seen);

        Assert.IsType<Acknowledge>(await service.DeliverAsync(Paid));
        Assert.IsType<Acknowledge>(await service.DeliverAsync(new OrderCancelled("4712")));

        Assert.Equal(["paid 4711", "cancelled 4712"], seen);
    }

    [Fact]
    public async Task Type_without_a_handler_is_a_dead_letter_unless_the_options_say_otherwise()
    {
        await using (var strict = OfTwo([]))
        {
            var unknown = Assert.IsType<Reject>(await strict.DeliverAsync(new OrderShipped("1")));
            Assert.Contains("OrderShipped'. It takes: orders.paid.v1, orders.cancelled.v1.", unknown.Reason, StringComparison.Ordinal);
            var nameless = Assert.IsType<Reject>(await strict.DeliverAsync(Raw("{}", "application/json", null)));
            Assert.Contains("has no property 'ce-type'", nameless.Reason, StringComparison.Ordinal);
        }

        using var ignored = new Counted(ConsumerMetrics.Ignored);
        await using var lenient = OfTwo([], options => options.UnknownTypes = UnknownTypes.Ignore);
        Assert.IsType<Acknowledge>(await lenient.DeliverAsync(new OrderShipped("1")));
        Assert.Equal(1, ignored.Sum);
        Assert.IsType<Reject>(await lenient.DeliverAsync(Raw("{", "application/json", "orders.paid.v1")));
    }

    private static TypedService Of(Func<OrderPaid, MessageContext, CancellationToken, Task<HandlerResult>> handler) =>
        TypedService.Of(participant => participant.AddConsumer(TypedService.Group, TypedService.Topic, handler));

    private static TypedService OfTwo(List<string> seen, Action<ConsumerOptions>? configure = null) =>
        TypedService.Of(participant => participant.AddConsumer(
            TypedService.Group,
            TypedService.Topic,
            handlers => handlers
                .Handle<OrderPaid>((paid, _, _) => Add(seen, $"paid {paid.Id}"))
                .Handle<OrderCancelled>((cancelled, _, _) => Add(seen, $"cancelled {cancelled.Id}")),
            configure));

    private static Task Add(List<string> seen, string text)
    {
        seen.Add(text);
        return Task.CompletedTask;
    }

    private static Message Raw(string body, string? contentType, string? type)
    {
        var properties = new Dictionary<string, string>();
        if (contentType is not null)
            properties[MessageProperties.ContentType] = contentType;
        if (type is not null)
            properties[MessageProperties.Type] = type;
        return new Message { Topic = new Topic(TypedService.Topic), Body = Encoding.UTF8.GetBytes(body), Properties = properties };
    }

    private static (TimeSpan? Delay, string? Reason) Retried(Settle? settle)
    {
        var retry = Assert.IsType<Retry>(settle);
        return (retry.Delay, retry.Reason);
    }

    private sealed class ScopedThing : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class PaidHandler(ScopedThing thing, ConcurrentQueue<(OrderPaid Body, MessageContext Context, ScopedThing Thing)> handled)
        : IMessageHandler<OrderPaid>
    {
        public Task<HandlerResult> HandleAsync(OrderPaid message, MessageContext context, CancellationToken ct)
        {
            handled.Enqueue((message, context, thing));
            return Task.FromResult(HandlerResult.Done);
        }
    }

    private sealed class FixedHandler(HandlerResult result) : IMessageHandler<OrderPaid>
    {
        public Task<HandlerResult> HandleAsync(OrderPaid message, MessageContext context, CancellationToken ct) => Task.FromResult(result);
    }
}
