using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Handlers that are slower than their leases.</summary>
public sealed class RenewalSpec
{
    private const string Group = "shipping";
    private const string Topic = "orders.paid";

    private int _begun;
    private int _ended;

    [Fact]
    [Trait("attack", "L5")]
    public async Task Handler_of_several_leases_runs_once_and_its_message_is_no_dead_letter()
    {
        await using var coordinator = await TestCoordinator.StartAsync("--delivery.maxAttempts", "3");
        await using var consumer = await ConsumerAsync(coordinator, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        await SendAsync(coordinator, 1);
        await ExpectHandledAsync(1);

        using var client = new HttpClient { BaseAddress = coordinator.Http };
        var letters = await client.GetFromJsonAsync<JsonElement>($"groups/{Group}/dead-letters");
        Assert.Equal(0, letters.GetProperty("total").GetInt32());
        Assert.Equal(1, _begun);
    }

    [Fact]
    [Trait("attack", "L6")]
    public async Task No_message_is_handled_twice_because_it_waited_for_a_handler_longer_than_its_lease()
    {
        const int Messages = 8;
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var one = await ConsumerAsync(coordinator, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1.5), room: 4);
        await using var other = await ConsumerAsync(coordinator, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1.5), room: 4);
        await SendAsync(coordinator, Messages);
        await ExpectHandledAsync(Messages);
        Assert.Equal(Messages, _begun);
    }

    private Task ExpectHandledAsync(int messages) =>
        Eventually.TrueAsync(() => Volatile.Read(ref _ended) >= messages, $"{messages} messages are handled");

    private Task<Participant> ConsumerAsync(TestCoordinator coordinator, TimeSpan lease, TimeSpan takes, int? room = null) =>
        Participant.StartAsync(coordinator.ContactPoint, null, services => services.AddConsumer(
            Group,
            Topic,
            async (_, ct) =>
            {
                Interlocked.Increment(ref _begun);
                await Task.Delay(takes, ct);
                Interlocked.Increment(ref _ended);
            },
            options =>
            {
                options.StartFrom = StartPosition.FromBeginning;
                options.Lease = lease;
                options.Concurrency = 1;
                options.MaxInFlight = room;
            }));

    private static async Task SendAsync(TestCoordinator coordinator, int messages)
    {
        await using var producer = await coordinator.ProducerAsync();
        for (var number = 0; number < messages; number++)
        {
            await producer.SendAsync(new TransactionId($"order-{number}"), new Message
            {
                Topic = new Topic(Topic),
                Body = Encoding.UTF8.GetBytes("paid"),
            });
        }
    }
}
