using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Fuzz.Mutating;

namespace Coordinator.Fuzz.Samples;

/// <summary>Items of frames that a session accepts, or refuses for their rights only.</summary>
/// <param name="random">Random numbers of the iteration.</param>
/// <param name="iteration">Number of the iteration, which is part of the ids of its transactions.</param>
/// <param name="largest">Largest body in bytes. One in fifty is large.</param>
internal sealed class ItemSamples(FuzzRandom random, long iteration, int largest = 200_000)
{
    private const int IdsOfIteration = 6;
    private const int SharedIds = 40;

    // Each topic costs memory for as long as it exists.
    private const int Topics = 12;
    private const int Offsets = 60;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Ids of the transactions of this iteration.</summary>
    public IEnumerable<TransactionId> Ids => Enumerable.Range(0, IdsOfIteration).Select(IdOf);

    public static ProducerGroup Group => new(FuzzParticipants.Sender.Group);

    public IFrameItem Next() => random.Below(27) switch
    {
        < 5 => Prepare(),
        < 8 => new Commit(Id(), ProducerGroup(), random.Below(100)),
        < 10 => new Rollback(Id(), ProducerGroup(), "changed", random.Below(100)),
        10 => new CheckAnswer(Id(), ProducerGroup(), random.Below(4), random.Pick(Enum.GetValues<CheckVerdict>()), "looked"),
        < 14 => Subscribe(),
        14 => new Unsubscribe(ConsumerGroup(), Topic()),
        < 17 => new Acknowledge(Delivery()),
        17 => new Retry(Delivery(), TimeSpan.FromMilliseconds(random.Below(2_000)), "later"),
        18 => new Reject(Delivery(), "never"),
        19 => new HandBack(Delivery()),
        20 => new MayBegin(Delivery(), random.Chance(50)),
        21 => new RenewLeases(ConsumerGroup(), new QueueId(Topic(), random.Below(4)), [
            .. Enumerable.Range(0, random.Below(5)).Select(_ => new RunningDelivery(random.Below(Offsets), random.Between(1, 3)))]),
        22 => new Heartbeat(random.Below(100)),
        23 => new HandOver(Id(), ProducerGroup(), [.. Enumerable.Range(0, random.Between(1, 3)).Select(_ => Message())], random.Below(100)),
        _ => OfCoordinator(),
    };

    public Prepare Prepare() => new(
        Id(),
        ProducerGroup(),
        [.. Enumerable.Range(0, random.Between(1, 3)).Select(_ => Message())],
        random.Chance(30) ? TimeSpan.FromMilliseconds(random.Between(100, 1_000)) : null,
        random.Below(100),
        random.Chance(10));

    /// <summary>Item that only the coordinator sends.</summary>
    private IFrameItem OfCoordinator() => random.Below(9) switch
    {
        0 => new TransactionReply(Id(), TransactionCommandKind.Commit, TransactionOutcome.Accepted, TransactionPhase.Committed, null, 1),
        1 => new CheckTransaction(Id(), ProducerGroup(), 1, [Message()]),
        2 => new Deliver(Delivery(), new MessageId(Id(), 0), Message(), Start, TimeSpan.FromSeconds(10)),
        3 => new SubscribeReply(ConsumerGroup(), Topic(), Accepted: true),
        4 => new Begin(Delivery()),
        5 => new FinalIds(ProducerGroup(), Start, [.. Enumerable.Range(0, random.Below(5)).Select(_ => Id())]),
        6 => new NodesChanged([.. Enumerable.Range(0, random.Below(20)).Select(number => $"127.0.0.1:{number}")]),
        7 => new SettledBelow(
            ConsumerGroup(), new QueueId(Topic(), random.Below(4)), 0, random.Below(Offsets), [.. Enumerable.Range(0, random.Below(5)).Select(_ => (long)random.Below(Offsets))]),
        _ => new Heartbeat(random.Below(100)),
    };

    private Message Message() => new()
    {
        Topic = Topic(),
        Body = random.Bytes(random.Chance(98) ? random.Below(200) : random.Between(largest / 20, largest)),
        Key = random.Chance(20) ? "key" : null,
        OrderingKey = random.Chance(30) ? Oddities.Name(random, "order-", 5) : null,
        Tag = random.Chance(20) ? Oddities.Name(random, "tag-", 3) : null,
        Delay = random.Chance(90) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(random.Below(5_000)),
        Properties = random.Chance(90)
            ? []
            : Enumerable.Range(0, random.Below(70)).ToDictionary(number => number.ToString(CultureInfo.InvariantCulture), _ => "value"),
    };

    private Subscribe Subscribe() => new(
        ConsumerGroup(),
        Topic(),
        random.Pick([StartPosition.FromEnd, StartPosition.FromBeginning, new StartPosition.At(Start)]),
        random.Pick([1, 2, 16, Contracts.Consuming.Subscribe.MaxInFlightLimit]),
        random.Chance(50) ? TimeSpan.FromSeconds(random.Between(1, 5)) : null,
        [.. Enumerable.Range(0, random.Chance(80) ? 0 : random.Below(5)).Select(number => $"tag-{number}")],
        random.Below(4));

    private DeliveryId Delivery() => new(
        ConsumerGroup(), new QueueId(Topic(), random.Chance(90) ? random.Below(4) : (int)Oddities.Number(random)), random.Below(Offsets), random.Between(1, 3));

    private TransactionId Id() => random.Chance(90) ? IdOf(random.Below(IdsOfIteration)) : new TransactionId(Oddities.Name(random, "shared-", SharedIds));

    private TransactionId IdOf(int number) => new(string.Create(CultureInfo.InvariantCulture, $"fuzz-{iteration}-{number}"));

    private ProducerGroup ProducerGroup() => random.Chance(95) ? Group : new ProducerGroup(random.Pick(["innocents", "guesser", "unknown"]));

    private ConsumerGroup ConsumerGroup() => new(random.Chance(95) ? random.Pick(["fuzz", "fuzz1", "fuzz2"]) : "innocents");

    private Topic Topic() => new(random.Chance(95) ? Oddities.Name(random, "fuzz.", Topics) : random.Pick(["innocent", "guesser.a", "other"]));
}
