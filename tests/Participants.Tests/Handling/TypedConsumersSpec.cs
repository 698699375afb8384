using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Tests.Typed;
using Coordinator.Participants.Typed;
using Coordinator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Tests.Handling;

/// <summary>Tests mistakes in the registration of typed consumers.</summary>
public sealed class TypedConsumersSpec
{
    [Fact]
    public void Type_is_handled_once_in_a_consumer() => Refused<InvalidOperationException>(
        "handles Coordinator.Participants.Tests.Typed.OrderPaid already",
        participant => participant.AddConsumer("shipping", "orders", handlers => handlers.Handle<OrderPaid>(Done).Handle<OrderPaid>(Done)));

    [Fact]
    public void Consumer_has_a_handler() => Refused<ArgumentException>(
        "has no handler", participant => participant.AddConsumer("shipping", "orders", _ => { }));

    [Fact]
    public void Group_consumes_a_topic_once_also_typed() => Refused<InvalidOperationException>(
        "consumes topic 'orders' in this process already",
        participant => participant.AddConsumer<OrderPaid>("shipping", "orders", Done).AddConsumer<OrderCancelled>("shipping", "orders", Done));

    [Fact]
    public void Inbox_is_refused_for_handlers_that_get_no_transaction()
    {
        using var file = new SqliteFile();
        Refused<InvalidOperationException>("gets no transaction", participant => participant.AddConsumer(
            "shipping", "orders", (_, _) => Task.CompletedTask, options => options.UseInbox(SqlDialect.Sqlite, file.Connect)));
    }

    [Fact]
    public void Handlers_and_results_are_never_null()
    {
        Refused<ArgumentNullException>("handler", participant =>
            participant.AddConsumer("shipping", "orders", (Func<OrderPaid, MessageContext, CancellationToken, Task>)null!));
        Refused<ArgumentNullException>("scope", participant =>
            participant.AddConsumer<OrderPaid>("shipping", "orders", Done, options => options.UseInbox(null!)));
        Assert.ThrowsAny<ArgumentException>(() => HandlerResult.Reject(" "));
        Assert.ThrowsAny<ArgumentException>(() => HandlerResult.Retry(TimeSpan.FromSeconds(-1)));
        Assert.ThrowsAny<ArgumentException>(() => BatchResult.Each([HandlerResult.Done, null!]));
        Assert.ThrowsAny<ArgumentException>(() => BatchResult.All(null!));
    }

    [Fact]
    public async Task Host_does_not_start_with_a_handler_that_is_not_among_the_services()
    {
        await using var service = TypedService.Of(participant =>
            participant.AddConsumer<OrderPaid, IMessageHandler<OrderPaid>>("shipping", "orders"));
        Assert.Contains("Add it with AddScoped", Assert.Single(service.Problems()), StringComparison.Ordinal);

        await using var batches = TypedService.Of(participant =>
            participant.AddBatchConsumer<OrderPaid, IBatchHandler<OrderPaid>>("shipping", "orders"));
        Assert.Contains("consumer 'shipping' of 'orders': handler", Assert.Single(batches.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_does_not_start_with_two_types_of_one_name()
    {
        await using var service = TypedService.Of(participant => participant
            .AddConsumer("shipping", "orders", handlers => handlers.Handle<OrderPaid>(Done).Handle<OrderCancelled>(Done))
            .AddMessageType<OrderPaid>("orders.cancelled.v1"));

        Assert.Contains("have the same message type 'orders.cancelled.v1'", Assert.Single(service.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_does_not_start_with_a_type_that_nothing_reads()
    {
        await using var service = TypedService.Of(participant => participant
            .AddConsumer<OrderCancelled>("shipping", "orders", Done)
            .UseJson(OrderJson.Default));

        Assert.Contains("no serializer takes Coordinator.Participants.Tests.Typed.OrderCancelled", Assert.Single(service.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_does_not_start_with_bad_options_and_names_all_of_them()
    {
        await using var service = TypedService.Of(participant => participant.AddConsumer<OrderPaid>("shipping", "orders", Done, options =>
        {
            (options.MaxAttempts, options.UnknownTypes) = (0, (UnknownTypes)7);
            options.RetryDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(-1), TimeSpan.FromDays(41)];
        }));
        Assert.Equal(
            [
                "consumer 'shipping' of 'orders'.MaxAttempts must be between 1 and 1000, but is 0.",
                "consumer 'shipping' of 'orders'.UnknownTypes must be Reject or Ignore, but is 7.",
                "consumer 'shipping' of 'orders'.RetryDelays[1] must be between 00:00:00 and 40.00:00:00, but is -00:00:01.",
                "consumer 'shipping' of 'orders'.RetryDelays[2] must be between 00:00:00 and 40.00:00:00, but is 41.00:00:00.",
            ],
            service.Problems());
    }

    [Theory]
    [InlineData(0, 8, 100, null, "BatchSize must be between 1 and 1000, but is 0.")]
    [InlineData(1000, 100, 100, null, "Concurrency times BatchSize must be between 1 and 65536, but is 100000.")]
    [InlineData(10, 2, 31_000, null, "BatchWait must be between 00:00:00.001 and 00:00:30, but is 00:00:31.")]
    [InlineData(10, 2, 100, 19, "MaxInFlight must be between 20 (Concurrency times BatchSize) and 65536, but is 19.")]
    public async Task Host_does_not_start_with_bad_bounds_of_batches(int size, int concurrency, int waitMs, int? room, string problem)
    {
        await using var service = TypedService.Of(participant => participant.AddBatchConsumer<OrderPaid>(
            "shipping",
            "orders",
            (_, _, _) => Task.FromResult(BatchResult.Done),
            options => (options.BatchSize, options.Concurrency, options.BatchWait, options.MaxInFlight) =
                (size, concurrency, TimeSpan.FromMilliseconds(waitMs), room)));

        Assert.Equal($"consumer 'shipping' of 'orders'.{problem}", Assert.Single(service.Problems()));
    }

    [Fact]
    public async Task Host_does_not_start_with_one_attempt_for_messages_of_batches()
    {
        await using var service = TypedService.Of(participant => participant.AddBatchConsumer<OrderPaid>(
            "shipping", "orders", (_, _, _) => Task.FromResult(BatchResult.Done), options => options.MaxAttempts = 1));

        Assert.Equal("consumer 'shipping' of 'orders'.MaxAttempts must be between 2 and 1000, but is 1.", Assert.Single(service.Problems()));
    }

    [Fact]
    public void Coordinator_hears_how_many_messages_the_batches_of_a_consumer_hold()
    {
        var services = new ServiceCollection();
        services.AddCoordinatorParticipant(_ => { }).AddBatchConsumer<OrderPaid>(
            "shipping",
            "orders",
            (_, _, _) => Task.FromResult(BatchResult.Done),
            options => (options.BatchSize, options.Concurrency) = (50, 2));

        Subscribe subscribe = services.BuildServiceProvider().GetRequiredService<Subscription>().ToSubscribe();

        Assert.Equal((100, 400), (subscribe.Concurrency, subscribe.MaxInFlight));
    }

    private static void Refused<TException>(string part, Action<CoordinatorParticipantBuilder> build) where TException : Exception
    {
        var participant = new ServiceCollection().AddCoordinatorParticipant(_ => { });
        Assert.Contains(part, Assert.Throws<TException>(() => build(participant)).Message, StringComparison.Ordinal);
    }

    private static Task Done<T>(T message, MessageContext context, CancellationToken ct) => Task.CompletedTask;
}
