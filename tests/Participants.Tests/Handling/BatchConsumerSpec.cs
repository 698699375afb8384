using System.Collections.Concurrent;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Tests.Typed;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Tests.Handling;

public sealed class BatchConsumerSpec
{
    /// <summary>Longer than any test waits for a batch.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Bound = Long / 2;

    private readonly ConcurrentQueue<IReadOnlyList<string>> _batches = [];

    [Fact]
    public async Task Batch_is_handled_when_it_is_full_in_the_order_of_its_queue()
    {
        await using var service = Of(size: 3, Long);

        var settled = await DeliverAsync(service, 3, 1, 2);

        Assert.Equal(["o-1", "o-2", "o-3"], Assert.Single(_batches));
        Assert.All(settled, settle => Assert.IsType<Acknowledge>(settle));
    }

    [Fact]
    public async Task Batch_that_is_not_full_is_handled_when_its_time_is_over()
    {
        await using var service = Of(size: 3, TimeSpan.FromMilliseconds(1));

        Assert.IsType<Acknowledge>(await DeliverAsync(service, 1));

        Assert.Equal(["o-1"], Assert.Single(_batches));
    }

    [Fact]
    public async Task Handler_class_has_the_received_messages_and_a_scope_for_each_batch()
    {
        await using var service = TypedService.Of(participant =>
        {
            participant.Services.AddSingleton(_batches);
            participant.AddBatchConsumer<OrderPaid, PaidBatches>(TypedService.Group, TypedService.Topic, options => options.BatchSize = 2);
        });

        Assert.Empty(service.Problems());
        await DeliverAsync(service, 1, 2);
        await DeliverAsync(service, 3, 4);

        Assert.Equal(["t-1 t-2 first", "t-3 t-4 first"], _batches.Select(batch => string.Join(' ', batch)).Order());
    }

    [Fact]
    public async Task Each_message_has_the_result_that_the_handler_gives_it()
    {
        await using var service = Of(size: 3, Long, _ => BatchResult.Each(
            [HandlerResult.Done, HandlerResult.Retry(TimeSpan.FromMinutes(3)), HandlerResult.Reject("no such customer")]));

        var settled = await DeliverAsync(service, 1, 2, 3);

        Assert.IsType<Acknowledge>(settled[0]);
        Assert.Equal(TimeSpan.FromMinutes(3), Assert.IsType<Retry>(settled[1]).Delay);
        Assert.Equal("no such customer", Assert.IsType<Reject>(settled[2]).Reason);
        Assert.Equal([1, 2, 3], settled.Select(settle => settle!.Delivery.Offset));
    }

    [Fact]
    public async Task One_result_is_that_of_all()
    {
        await using var service = Of(size: 2, Long, _ => BatchResult.All(HandlerResult.Retry(TimeSpan.FromMinutes(3))));

        var settled = await DeliverAsync(service, 1, 2);

        Assert.All(settled, settle => Assert.Equal(TimeSpan.FromMinutes(3), Assert.IsType<Retry>(settle).Delay));
    }

    [Fact]
    public async Task Wrong_number_of_results_fails_the_batch()
    {
        await using var service = Of(size: 2, Long, _ => BatchResult.Each([HandlerResult.Done]));

        var settled = await DeliverAsync(service, 1, 2);

        Assert.All(settled, settle => Assert.Contains(
            "a result for each of the 2 messages", Assert.IsType<Retry>(settle).Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_of_a_batch_that_failed_come_again_each_by_itself()
    {
        await using var service = Of(size: 2, Long, batch => batch.Contains("o-2") ? throw new InvalidOperationException("broken") : BatchResult.Done);

        var first = await DeliverAsync(service, 1, 2);
        Assert.All(first, settle => Assert.Equal("InvalidOperationException: broken", Assert.IsType<Retry>(settle).Reason));

        var second = await Task.WhenAll(service.DeliverAsync(Order(1), attempt: 2, offset: 1), service.DeliverAsync(Order(2), attempt: 2, offset: 2));
        Assert.IsType<Acknowledge>(second[0]);
        Assert.IsType<Retry>(second[1]);
        Assert.Equal(["o-1", "o-1 o-2", "o-2"], _batches.Select(batch => string.Join(' ', batch)).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exception_that_rejects_does_so_to_no_other_message_of_the_batch(bool isNamed)
    {
        await using var service = Of(
            size: 2,
            Long,
            batch => batch.Contains("o-2") ? throw (isNamed ? new FormatException("broken") : new RejectMessageException("broken")) : BatchResult.Done,
            options => options.NeverRetry<FormatException>());

        var first = await DeliverAsync(service, 1, 2);
        Assert.All(first, settle => Assert.Equal(TimeSpan.Zero, Assert.IsType<Retry>(settle).Delay));

        Assert.IsType<Acknowledge>(await service.DeliverAsync(Order(1), attempt: 2, offset: 1));
        Assert.Contains("broken", Assert.IsType<Reject>(await service.DeliverAsync(Order(2), attempt: 2, offset: 2)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_that_cannot_be_read_is_in_no_batch()
    {
        await using var service = Of(size: 2, Long);
        var malformed = new Message { Topic = new Topic(TypedService.Topic), Body = Encoding.UTF8.GetBytes("{") };

        var one = DeliverAsync(service, 1);
        Assert.IsType<Reject>(await service.DeliverAsync(malformed, offset: 2));
        var other = DeliverAsync(service, 3);
        await Task.WhenAll(one, other);

        Assert.Equal(["o-1", "o-3"], Assert.Single(_batches));
    }

    [Fact]
    public async Task Stop_lets_a_batch_that_waits_for_further_messages_begin()
    {
        await using var service = Of(size: 3, Long);
        var waiting = DeliverAsync(service, 1, 2);
        Assert.False(waiting.IsCompleted);

        service.Runner.Stop();
        var late = DeliverAsync(service, 3);

        Assert.All(await waiting.WaitAsync(Bound), settle => Assert.IsType<Acknowledge>(settle));
        Assert.IsType<Acknowledge>(await late.WaitAsync(Bound));
    }

    [Fact]
    public async Task No_more_batches_run_at_once_than_allowed_and_one_that_waits_grows()
    {
        var end = new TaskCompletionSource<BatchResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = TypedService.Of(participant => participant.AddBatchConsumer<OrderPaid>(
            TypedService.Group,
            TypedService.Topic,
            (orders, _, _) =>
            {
                _batches.Enqueue([.. orders.Select(order => order.Id)]);
                return end.Task;
            },
            options => (options.BatchSize, options.Concurrency, options.BatchWait) = (3, 1, TimeSpan.FromMilliseconds(1))));

        var first = DeliverAsync(service, 1);
        await Eventually.TrueAsync(() => _batches.Count == 1, "the first batch runs");
        var second = DeliverAsync(service, 2);
        var third = DeliverAsync(service, 3);
        Assert.Single(_batches);
        var fourth = DeliverAsync(service, 4);
        end.SetResult(BatchResult.Done);
        await Task.WhenAll(first, second, third, fourth).WaitAsync(Bound);

        Assert.Equal([["o-1"], ["o-2", "o-3", "o-4"]], _batches);
    }

    [Fact]
    public async Task Stop_that_cancels_a_batch_leaves_all_of_its_messages_to_others()
    {
        using var stop = new CancellationTokenSource();
        await using var service = TypedService.Of(participant => participant.AddBatchConsumer<OrderPaid>(
            TypedService.Group,
            TypedService.Topic,
            async (_, _, ct) =>
            {
                await stop.CancelAsync();
                ct.ThrowIfCancellationRequested();
                return BatchResult.Done;
            },
            options => options.BatchSize = 2));

        var settled = await Task.WhenAll(
            service.DeliverAsync(Order(1), offset: 1, ct: stop.Token), service.DeliverAsync(Order(2), offset: 2, ct: stop.Token));

        Assert.All(settled, Assert.Null);
    }

    private static OrderPaid Order(long number) => new($"o-{number}", number);

    private static async Task<Settle?[]> DeliverAsync(TypedService service, params long[] offsets) =>
        await Task.WhenAll(offsets.Select(offset => service.DeliverAsync(Order(offset), offset: offset)));

    private static async Task<Settle?> DeliverAsync(TypedService service, long offset) => await service.DeliverAsync(Order(offset), offset: offset);

    private TypedService Of(
        int size, TimeSpan wait, Func<IReadOnlyList<string>, BatchResult>? result = null, Action<ConsumerOptions>? configure = null) =>
        TypedService.Of(participant => participant.AddBatchConsumer<OrderPaid>(
            TypedService.Group,
            TypedService.Topic,
            (orders, _, _) =>
            {
                string[] batch = [.. orders.Select(order => order.Id)];
                _batches.Enqueue(batch);
                return Task.FromResult(result?.Invoke(batch) ?? BatchResult.Done);
            },
            options =>
            {
                (options.BatchSize, options.BatchWait) = (size, wait);
                configure?.Invoke(options);
            }));

    private sealed class PaidBatches(ConcurrentQueue<IReadOnlyList<string>> batches) : IBatchHandler<OrderPaid>
    {
        private int _calls;

        public Task<BatchResult> HandleAsync(IReadOnlyList<OrderPaid> messages, BatchContext context, CancellationToken ct)
        {
            batches.Enqueue([.. context.Messages.Select(message => message.Id.Transaction.Value), _calls++ == 0 ? "first" : "again"]);
            return Task.FromResult(BatchResult.Done);
        }
    }
}
