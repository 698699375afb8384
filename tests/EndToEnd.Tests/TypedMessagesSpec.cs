using System.Collections.Concurrent;
using System.Data.Common;
using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests typed messages from the object of a producer to the effect of a handler, and what goes on from there.</summary>
public sealed class TypedMessagesSpec
{
    private const string Group = "shipping";
    private const string OrderingKey = "ann";

    private static readonly Topic Orders = new("orders");
    private static readonly Topic Parcels = new("parcels");

    [Fact]
    [Trait("race", "13")]
    public async Task Typed_message_has_one_effect_also_when_it_comes_again()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var database = Shipping(coordinator);
        var made = new Made();
        await using var consumer = await Participant.StartAsync(coordinator.ContactPoint, null, participant =>
        {
            participant.Services.AddSingleton(made).AddScoped<Shipments>();
            participant.AddConsumer<OrderPaid, PaidHandler>(Group, Orders.Value, options =>
            {
                options.StartFrom = StartPosition.FromBeginning;
                options.UseInbox(SqlDialect.Sqlite, database.Connect);
            });
        });
        await using var producer = await coordinator.ProducerAsync();

        await SendAsync(producer, "o-1");
        await Eventually.TrueAsync(() => Shipped(database) == 1, "the order is shipped");
        await RewindAsync(coordinator);
        await SendAsync(producer, "o-2");
        await Eventually.TrueAsync(() => Shipped(database) == 2, "the next order of the key is shipped");

        Assert.Equal(2, made.Handlers);
        Assert.Equal(1, database.Count("SELECT count(*) FROM shipments WHERE id = 'o-1'"));
        Assert.Equal(2, database.Count("SELECT count(*) FROM coordinator_inbox"));
    }

    [Fact]
    public async Task Messages_that_cannot_be_read_are_dead_letters_with_the_reason_and_hold_up_nothing()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var handled = new TaskCompletionSource<OrderPaid>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var consumer = await Participant.StartAsync(coordinator.ContactPoint, null, participant => participant.AddConsumer<OrderPaid>(
            Group,
            Orders.Value,
            (paid, _, _) =>
            {
                handled.TrySetResult(paid);
                return Task.CompletedTask;
            },
            options => options.StartFrom = StartPosition.FromBeginning));
        await using var producer = await coordinator.ProducerAsync();
        var message = producer.Messages.Create(Orders, new OrderPaid("o-1", 2), new MessageOptions { OrderingKey = OrderingKey });

        await producer.SendAsync(new TransactionId("malformed"), message with { Body = "{\"id\":"u8.ToArray() });
        await producer.SendAsync(new TransactionId("unknown"), producer.Messages.Create(Orders, new OrderLost("o-1"), new MessageOptions { OrderingKey = OrderingKey }));
        await producer.SendAsync(new TransactionId("good"), message);

        Assert.Equal(new OrderPaid("o-1", 2), await handled.Task.WaitAsync(Eventually.Bound));
        var letters = await DeadLettersAsync(coordinator);
        Assert.Equal([1, 1], letters.Select(letter => letter.GetProperty("attempts").GetInt32()));
        Assert.Contains("cannot be read as", Reason(letters[0]), StringComparison.Ordinal);
        Assert.Contains("No handler of shipping takes message type 'orders.lost'. It takes: orders.paid.", Reason(letters[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_has_no_two_messages_of_a_key_and_keys_keep_their_order()
    {
        string[] keys = ["ann", "bob"];
        await using var coordinator = await TestCoordinator.StartAsync();
        var batches = new ConcurrentQueue<(string Key, int Number)[]>();
        await using var producer = await coordinator.ProducerAsync();
        for (var number = 1; number <= 5; number++)
        {
            await producer.SendAsync(new TransactionId($"round-{number}"), [.. keys.Select(key =>
                producer.Messages.Create(Orders, new OrderPaid(key, number), new MessageOptions { OrderingKey = key }))]);
        }

        await using var consumer = await Participant.StartAsync(coordinator.ContactPoint, null, participant => participant.AddBatchConsumer<OrderPaid>(
            Group,
            Orders.Value,
            (orders, _, _) =>
            {
                batches.Enqueue([.. orders.Select(order => (order.Id, order.Items))]);
                return Task.FromResult(BatchResult.Done);
            },
            options => options.StartFrom = StartPosition.FromBeginning));
        await Eventually.TrueAsync(() => batches.Sum(batch => batch.Length) == 10, "all messages are handled");

        Assert.All(batches, batch => Assert.Distinct(batch.Select(message => message.Key)));
        Assert.All(keys, key => Assert.Equal(
            [1, 2, 3, 4, 5], batches.SelectMany(batch => batch).Where(message => message.Key == key).Select(message => message.Number)));
    }

    /// <summary>Inbox row, effect and next message are in one local transaction, as docs/participants.md shows it.</summary>
    [Fact]
    [Trait("race", "13")]
    public async Task Consumer_that_publishes_onwards_does_so_once()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var database = Shipping(coordinator);
        await using var consumer = await Participant.StartAsync(coordinator.ContactPoint, "shipping", participant => participant
            .UseOutcomeStore(SqlDialect.Sqlite, database.Connect)
            .AddConsumer<OrderPaid>(Group, Orders.Value, ShipAsync, options =>
            {
                options.StartFrom = StartPosition.FromBeginning;
                options.PurgeInbox(SqlDialect.Sqlite, database.Connect);
            }));
        var arrivals = new ArrivalLog();
        await using var parcels = await coordinator.ConsumerAsync("points", arrivals, Parcels.Value);
        await using var producer = await coordinator.ProducerAsync();

        await SendAsync(producer, "o-1");
        await Eventually.TrueAsync(() => arrivals.All.Count == 1, "the parcel arrives");
        await RewindAsync(coordinator);
        await SendAsync(producer, "o-2");
        await Eventually.TrueAsync(() => arrivals.All.Count == 2, "the next parcel arrives");

        Assert.Equal(["o-1", "o-2"], arrivals.All.Select(parcel => parcel.Key));
        Assert.Equal(2, Shipped(database));
    }

    private static async Task ShipAsync(OrderPaid paid, MessageContext context, CancellationToken ct)
    {
        var producer = context.Services.GetRequiredService<ITransactionalProducer>();
        var parcel = context.Services.GetRequiredService<MessageFactory>().Create(Parcels, paid, new MessageOptions { Key = paid.Id, OrderingKey = OrderingKey });
        await producer.SendAsync(
            [parcel],
            async (DbTransaction transaction, CancellationToken ct) =>
            {
                if (!await new InboxStore(SqlDialect.Sqlite).TryRecordAsync(transaction, context.Message.Delivery, context.Message.Id, ct))
                    return LocalOutcome.RollBack;
                await new Shipments().AddAsync(transaction, paid.Id, ct);
                return LocalOutcome.Commit;
            },
            ct: ct);
    }

    private static SqliteDatabase Shipping(TestCoordinator coordinator)
    {
        var database = coordinator.Database("shipping");
        database.Execute("CREATE TABLE shipments (id TEXT NOT NULL)");
        return database;
    }

    private static long Shipped(SqliteDatabase database) => database.Count("SELECT count(*) FROM shipments");

    private static Task<SendResult> SendAsync(Participant producer, string order) => producer.SendAsync(
        new TransactionId(order),
        producer.Messages.Create(Orders, new OrderPaid(order, 2), new MessageOptions { OrderingKey = OrderingKey }));

    private static async Task RewindAsync(TestCoordinator coordinator)
    {
        using var http = new HttpClient { BaseAddress = coordinator.Http };
        using var answer = await http.PostAsJsonAsync(
            $"/groups/{Group}/topics/{Orders}/rewind", new { to = "beginning", who = "ann", why = "to see them again" });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<JsonElement>> DeadLettersAsync(TestCoordinator coordinator)
    {
        using var http = new HttpClient { BaseAddress = coordinator.Http };
        var letters = await http.GetFromJsonAsync<JsonElement>($"groups/{Group}/dead-letters");
        return [.. letters.GetProperty("letters").EnumerateArray()];
    }

    private static string Reason(JsonElement letter) => letter.GetProperty("reason").GetString()!;

    [MessageType("orders.paid")]
    private sealed record OrderPaid(string Id, int Items);

    [MessageType("orders.lost")]
    private sealed record OrderLost(string Id);

    private sealed class Made
    {
        private int _handlers;

        public int Handlers => Volatile.Read(ref _handlers);

        public void Add() => Interlocked.Increment(ref _handlers);
    }

    private sealed class Shipments
    {
        public async Task AddAsync(DbTransaction transaction, string order, CancellationToken ct)
        {
            await using var insert = transaction.Connection!.CreateCommand();
            (insert.CommandText, insert.Transaction) = ($"INSERT INTO shipments (id) VALUES ('{order}')", transaction);
            await insert.ExecuteNonQueryAsync(ct);
        }
    }

    private sealed class PaidHandler : IMessageHandler<OrderPaid>
    {
        private readonly Shipments _shipments;

        public PaidHandler(Shipments shipments, Made made)
        {
            _shipments = shipments;
            made.Add();
        }

        public async Task<HandlerResult> HandleAsync(OrderPaid message, MessageContext context, CancellationToken ct)
        {
            await _shipments.AddAsync(context.Transaction, message.Id, ct);
            return HandlerResult.Done;
        }
    }
}
