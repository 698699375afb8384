using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Waiting;

namespace Coordinator.Security.Tests.Targets;

/// <summary>Commands of a raw peer with a session, and their answers.</summary>
internal static class SessionCommands
{
    private const int MostRepetitions = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends a command until the answer is not <see cref="TransactionOutcome.Busy" />, as a participant does.</summary>
    public static async Task<TransactionReply> AskAsync(this SessionPeer peer, ITransactionCommand command)
    {
        for (var left = MostRepetitions; left > 0; left--)
        {
            if (await peer.AskOnceAsync(command) is { Outcome: not TransactionOutcome.Busy } reply)
                return reply;
        }

        throw new InvalidOperationException($"{command} was answered busy {MostRepetitions} times.");
    }

    /// <summary>Sends a command, and waits for its own answer.</summary>
    public static async Task<TransactionReply> AskOnceAsync(this SessionPeer peer, ITransactionCommand command)
    {
        await peer.SendAsync(command);
        while (true)
        {
            var reply = await peer.ReceiveAsync<TransactionReply>();
            if (reply.Id == command.Id && reply.Command == command.Kind)
                return reply;
        }
    }

    /// <summary>Subscribes until the answer is not that it may be repeated.</summary>
    public static async Task<SubscribeReply> AskAsync(this SessionPeer peer, string group, string topic)
    {
        for (var left = MostRepetitions; left > 0; left--)
        {
            await peer.SendAsync(new Subscribe(
                new ConsumerGroup(group), new Topic(topic), StartPosition.FromBeginning, MaxInFlight: 16, TimeSpan.FromMinutes(10), Tags: []));
            var reply = await peer.ReceiveAsync<SubscribeReply>();
            if (!reply.Retryable)
                return reply;
        }

        throw new InvalidOperationException($"The subscription of {group} to {topic} was refused {MostRepetitions} times.");
    }

    public static TransactionId NewId() => new($"row-{Path.GetRandomFileName()}");

    public static Prepare Prepare(TransactionId id, string group, string topic) =>
        new(id, new ProducerGroup(group), [new Message { Topic = new Topic(topic), Body = Encoding.UTF8.GetBytes(group) }]);

    /// <summary>Sends a message, and requires that it is committed.</summary>
    public static async Task<TransactionId> PublishAsync(this SessionPeer peer, string group, string topic)
    {
        var id = NewId();
        Assert.Equal(TransactionOutcome.Accepted, (await peer.AskAsync(Prepare(id, group, topic))).Outcome);
        Assert.Equal(TransactionOutcome.Accepted, (await peer.AskAsync(new Commit(id, new ProducerGroup(group)))).Outcome);
        return id;
    }

    /// <summary>Waits for the message of a transaction, and keeps the session open meanwhile.</summary>
    public static async Task<Deliver> DeliveryOfAsync(this SessionPeer peer, TransactionId id)
    {
        var delivery = peer.NextDeliveryOfAsync(id);
        await Eventually.TrueAsync(
            async () =>
            {
                if (!delivery.IsCompleted)
                    await peer.SendAsync(new Heartbeat(1));
                return delivery.IsCompleted;
            },
            () => $"{id} is delivered",
            Patience);
        return await delivery;
    }

    private static async Task<Deliver> NextDeliveryOfAsync(this SessionPeer peer, TransactionId id)
    {
        while (true)
        {
            var delivery = await peer.ReceiveAsync<Deliver>();
            if (delivery.Id.Transaction == id)
                return delivery;
        }
    }
}
