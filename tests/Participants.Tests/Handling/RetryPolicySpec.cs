using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Tests.Typed;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Handling;

/// <summary>Tests the retries that the options of a consumer set.</summary>
public sealed class RetryPolicySpec
{
    private static readonly OrderPaid Paid = new("4711", 12.5m);

    [Fact]
    public async Task Delay_is_that_of_the_attempt_plus_up_to_a_tenth_and_the_last_repeats()
    {
        await using var service = Failing(new InvalidOperationException("no stock"), options =>
            options.RetryDelays = [TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)]);

        foreach (var (attempt, seconds) in new[] { (1, 0), (2, 10), (3, 60), (4, 60), (99, 60) })
        {
            var retry = Assert.IsType<Retry>(await service.DeliverAsync(Paid, attempt, offset: 17));
            Assert.InRange(retry.Delay!.Value.TotalSeconds, seconds, seconds * 1.1);
            Assert.Equal("InvalidOperationException: no stock", retry.Reason);
        }
    }

    [Fact]
    public async Task Messages_that_failed_together_come_again_apart()
    {
        await using var service = Failing(new InvalidOperationException("no stock"), options => options.RetryDelays = [TimeSpan.FromSeconds(10)]);
        var delays = new HashSet<TimeSpan?>();

        for (var offset = 1; offset <= 100; offset++)
            delays.Add(Assert.IsType<Retry>(await service.DeliverAsync(Paid, offset: offset)).Delay);

        Assert.True(delays.Count > 90, $"{delays.Count} different delays");
    }

    [Fact]
    public async Task Delay_of_the_handler_wins()
    {
        await using var service = Failing(new RetryLaterException(TimeSpan.FromHours(1)), options => options.RetryDelays = [TimeSpan.FromSeconds(10)]);

        Assert.Equal(TimeSpan.FromHours(1), Assert.IsType<Retry>(await service.DeliverAsync(Paid)).Delay);
    }

    [Fact]
    public async Task Last_attempt_ends_as_a_dead_letter_with_the_reason_of_its_failure()
    {
        await using var service = Failing(new InvalidOperationException("no stock"), options => options.MaxAttempts = 3);

        Assert.Null(Assert.IsType<Retry>(await service.DeliverAsync(Paid, attempt: 2)).Delay);
        var reject = Assert.IsType<Reject>(await service.DeliverAsync(Paid, attempt: 3));

        Assert.Equal("Delivery 3 failed, and MaxAttempts is 3. InvalidOperationException: no stock", reject.Reason);
        Assert.Contains(service.Lines.Of(LogLevel.Warning), line => line.Contains("rejected", StringComparison.Ordinal));
        Assert.IsType<Reject>(await service.DeliverAsync(Paid, attempt: 4));
    }

    [Fact]
    public async Task Handler_that_succeeds_at_a_late_attempt_acknowledges()
    {
        await using var service = TypedService.Of(participant => participant.AddConsumer<OrderPaid>(
            TypedService.Group, TypedService.Topic, (_, _, _) => Task.CompletedTask, options => options.MaxAttempts = 1));

        Assert.IsType<Acknowledge>(await service.DeliverAsync(Paid, attempt: 7));
    }

    [Fact]
    public async Task Exception_that_is_never_retried_makes_a_dead_letter_at_once()
    {
        Exception error = new ArgumentOutOfRangeException(null, "no such size");
        await using var service = TypedService.Of(participant => participant.AddConsumer<OrderPaid>(
            TypedService.Group,
            TypedService.Topic,
            (_, _, _) => Task.FromException(error),
            options => options.NeverRetry<FormatException>().NeverRetry<ArgumentException>()));

        Assert.Equal("ArgumentOutOfRangeException: no such size", Assert.IsType<Reject>(await service.DeliverAsync(Paid)).Reason);
        error = new FormatException("not a size");
        Assert.IsType<Reject>(await service.DeliverAsync(Paid));
        error = new InvalidOperationException("no stock");
        Assert.IsType<Retry>(await service.DeliverAsync(Paid));
    }

    [Fact]
    public async Task Untyped_consumer_has_the_same_retries()
    {
        await using var service = TypedService.Of(participant => participant.AddConsumer(
            TypedService.Group,
            TypedService.Topic,
            (_, _) => throw new FormatException("not a size"),
            options => options.NeverRetry<FormatException>()));

        Assert.IsType<Reject>(await service.DeliverAsync(Paid));
    }

    private static TypedService Failing(Exception error, Action<ConsumerOptions> configure) => TypedService.Of(participant =>
        participant.AddConsumer<OrderPaid>(TypedService.Group, TypedService.Topic, (_, _, _) => Task.FromException(error), configure));
}
