using Akka.Actor;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Tests.Wire;
using Coordinator.Testing.RoundTrips;
using CsCheck;

namespace Coordinator.Contracts.Tests.Sessions;

public sealed class FrameItemSizeSpec(WireSystem system) : IClassFixture<WireSystem>
{
    /// <summary>Bytes that the estimate may add to an item beside three bytes for each character of its texts.</summary>
    private const int Margin = 512;

    private static readonly string LongestName = new('n', 128);
    private static readonly string LongestLabel = new('\uFFFD', MessageLimits.MaxLabelLength);
    private static readonly string LongestReason = new('\uFFFD', 1_024);
    private static readonly TransactionId Id = new(LongestName[..TransactionId.MaxLength]);
    private static readonly ProducerGroup Group = new(LongestName);

    private static readonly DeliveryId Delivery = new(
        new ConsumerGroup(LongestName), new QueueId(new Topic(LongestName), -1), long.MinValue, int.MinValue);

    /// <summary>Names and labels of any length, and bodies up to the limit of a transaction.</summary>
    private static readonly Gen<Message> Message = Gen.Select(
        Gen.Int[1, 128], Gen.Int[0, MessageLimits.MaxTransactionBytes], Gen.Int[1, 256], Gen.Int[0, 64], Gen.Int[0, 12_000],
        (name, body, label, properties, value) => new Message
        {
            Topic = new Topic(LongestName[..name]),
            Body = new byte[body],
            Key = LongestLabel[..label],
            OrderingKey = LongestLabel[..label],
            Tag = LongestLabel[..label],
            Properties = Enumerable.Range(0, properties)
                .ToDictionary(number => $"{LongestLabel[..(label - 1)]}{(char)('0' + number)}", _ => new string('v', value)),
            Delay = MessageLimits.MaxDelay,
        });

    public static TheoryData<string> Items => [.. ItemTypes.Select(type => type.Name)];

    private static IEnumerable<Type> ItemTypes => typeof(IFrameItem).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsInterface: false }
            && type.IsAssignableTo(typeof(IFrameItem))
            && !type.IsAssignableTo(typeof(INeverSent)));

    public static TheoryData<string> Largest => [.. LargestItems.Keys];

    private static Dictionary<string, IFrameItem> LargestItems { get; } = new IFrameItem[]
    {
        new Commit(Id, Group, long.MinValue),
        new Rollback(Id, Group, LongestReason, long.MinValue),
        new TransactionReply(Id, (TransactionCommandKind)(-1), (TransactionOutcome)(-1), (TransactionPhase)(-1), LongestReason, -1),
        new CheckAnswer(Id, Group, -1, (CheckVerdict)(-1), LongestReason),
        new FinalIds(Group, DateTimeOffset.UnixEpoch.AddYears(-1), [.. Enumerable.Repeat(Id, FinalIds.MaxExcept)]),
        new Subscribe(Delivery.Group, Delivery.Queue.Topic, StartPosition.FromEnd, -1, TimeSpan.MinValue, [LongestLabel, LongestLabel, ""], -1),
        new SubscribeReply(Delivery.Group, Delivery.Queue.Topic, Accepted: true, Retryable: true, LongestReason),
        new Unsubscribe(Delivery.Group, Delivery.Queue.Topic),
        new Acknowledge(Delivery),
        new HandBack(Delivery),
        new RenewLeases(
            Delivery.Group, Delivery.Queue, [.. Enumerable.Repeat(new RunningDelivery(long.MinValue, -1), RenewLeases.MaxRunning)], -1),
        new SettledBelow(Delivery.Group, Delivery.Queue, -1, -1, [.. Enumerable.Repeat(-1L, SettledBelow.MaxExcept)]),
        new MayBegin(Delivery, IsAlone: true),
        new Begin(Delivery),
        new Retry(Delivery, TimeSpan.MinValue, LongestReason),
        new Reject(Delivery, LongestReason),
        new SessionClosed(LongestReason, Superseded: true, Moves: true),
        new NodesChanged([LongestReason, LongestReason, ""]),
    }.ToDictionary(item => item.GetType().Name);

    [Fact]
    public void Estimate_of_any_item_is_at_least_its_encoded_size() => WireMessages.Item.Sample(
        item => FrameItemSize.Of(item) >= Encoded(item), iter: 5_000, print: item => WireText.Of(item));

    /// <summary>The frame's limit is made for it: the largest transaction, whatever its messages are made of, and the check that carries it.</summary>
    [Fact]
    public void Largest_transaction_fits_into_a_frame_by_its_estimate()
    {
        const long MostOfParts = MessageLimits.MaxMessages
            * (FrameItemSize.FixedPerMessage + ((long)FrameItemSize.FixedPerElement * MessageLimits.MaxProperties));

        Assert.InRange(FrameItemSize.Fixed + MessageLimits.MaxTransactionBytes + MostOfParts, 0, Frame.MaxBytes);
    }

    [Theory]
    [MemberData(nameof(Largest))]
    public void Estimate_of_a_largest_item_is_at_least_its_encoded_size(string item) =>
        Assert.InRange(FrameItemSize.Of(LargestItems[item]), Encoded(LargestItems[item]), long.MaxValue);

    [Fact]
    public void Estimate_of_messages_up_to_the_limit_of_a_frame_is_close_to_their_encoded_size() => Gen.Select(
        Message.Array[1, 4], Gen.Int[0, 2]).Sample(
        (messages, kind) =>
        {
            IFrameItem item = kind switch
            {
                0 => new Prepare(Id, Group, messages, TimeSpan.FromHours(24), long.MinValue, IsNew: true),
                1 => new CheckTransaction(Id, Group, -1, messages),
                _ => new Deliver(Delivery, new MessageId(Id, -1), messages[0], DateTimeOffset.MinValue, TimeSpan.MinValue),
            };
            var beyond = FrameItemSize.Of(item) - Encoded(item);
            var parts = messages.Sum(message => 1 + message.Properties.Count);
            return beyond >= 0 && beyond <= Margin + (64 * parts);
        },
        iter: 200);

    [Theory]
    [MemberData(nameof(Items))]
    public void Estimate_counts_every_text_of_an_item(string item)
    {
        var type = ItemTypes.Single(candidate => candidate.Name == item);
        var samples = new SampleFactory(ActorRefs.Nobody) { TextLength = 1_024 }.SamplesOf(type).Cast<IFrameItem>();

        Assert.All(samples, sample => Assert.InRange(FrameItemSize.Of(sample), Encoded(sample), long.MaxValue));
    }

    /// <summary>The size of a frame is the sum of its items' sizes in it.</summary>
    private long Encoded(IFrameItem item) => system.Wire.ToBinary(new Frame([item])).Length;
}
