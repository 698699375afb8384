using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;

namespace Coordinator.Contracts.Tests.Messages;

public sealed class MessageLimitsSpec
{
    private static readonly Message Plain = new() { Topic = new Topic("t") };
    private static readonly string Longest = new('x', MessageLimits.MaxLabelLength);

    public static TheoryData<string, Message> Allowed => new()
    {
        { "nothing but a topic", Plain },
        { "labels at their longest", Plain with { Key = Longest, OrderingKey = Longest, Tag = Longest } },
        { "a property name at its longest", Plain with { Properties = new Dictionary<string, string> { [Longest] = "" } } },
        { "the most properties", Plain with { Properties = Properties(MessageLimits.MaxProperties) } },
        { "text of any script", Plain with { Key = "😀", Tag = "é", Properties = new Dictionary<string, string> { ["ключ"] = "値 😀" } } },
        { "the longest delay", Plain with { Delay = MessageLimits.MaxDelay } },
        { "the largest body", Plain with { Body = new byte[MessageLimits.MaxTransactionBytes - 1] } },
    };

    public static TheoryData<string, Message> Refused => new()
    {
        { "topic must be set", new Message { Topic = default } },
        { "key must not be empty", Plain with { Key = "" } },
        { "key 'xxxx", Plain with { Key = Longest + "x" } },
        { "ordering key must not be empty", Plain with { OrderingKey = "" } },
        { "ordering key 'xxxx", Plain with { OrderingKey = Longest + "x" } },
        { "tag must not be empty", Plain with { Tag = "" } },
        { "tag 'xxxx", Plain with { Tag = Longest + "x" } },
        { "property name must not be empty", Plain with { Properties = new Dictionary<string, string> { [""] = "v" } } },
        { "65 properties; at most 64", Plain with { Properties = Properties(MessageLimits.MaxProperties + 1) } },
        { "key is not well-formed text: it has U+D83D, half of a surrogate pair, at position 2.", Plain with { Key = "ab\ud83d" } },
        { "ordering key is not well-formed", Plain with { OrderingKey = "\ude00" } },
        { "tag is not well-formed text: it has U+DE00, half of a surrogate pair, at position 3.", Plain with { Tag = "😀a\ude00" } },
        { "property name is not well-formed text: it has U+D800", Plain with { Properties = new Dictionary<string, string> { ["\ud800"] = "v" } } },
        { "the value of property 'a' is not well-formed", Plain with { Properties = new Dictionary<string, string> { ["a"] = "\ud800\ud801" } } },
        { "the value of property 'a' must not be null", Plain with { Properties = new Dictionary<string, string> { ["a"] = null! } } },
        { "properties must not be null", Plain with { Properties = null! } },
        { "a message of the transaction is null.", null! },
        { "delay must be between 00:00:00 and 40.00:00:00, but is -00:00:01.", Plain with { Delay = TimeSpan.FromSeconds(-1) } },
        { "but is 40.00:00:00.001.", Plain with { Delay = MessageLimits.MaxDelay + TimeSpan.FromMilliseconds(1) } },
        { "4194305 bytes; at most 4194304", Plain with { Body = new byte[MessageLimits.MaxTransactionBytes] } },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Message_within_the_limits_has_no_problem(string what, Message message) =>
        Assert.True(MessageLimits.Problem([message]) is null, what);

    [Theory]
    [Trait("attack", "L10")]
    [MemberData(nameof(Refused))]
    public void Message_beyond_a_limit_is_refused_with_the_value_and_what_is_allowed(string words, Message message) =>
        Assert.Contains(words, MessageLimits.Problem([message]), StringComparison.Ordinal);

    [Fact]
    [Trait("attack", "L10")]
    public void Tag_of_a_subscription_must_be_well_formed() => Assert.Contains(
        "tag is not well-formed",
        new Subscribe(new ConsumerGroup("g"), new Topic("t"), StartPosition.FromEnd, 1, null, ["\ud800"]).Problem(),
        StringComparison.Ordinal);

    [Fact]
    public void Transaction_has_1_to_128_messages()
    {
        Assert.Contains("but has 0.", MessageLimits.Problem([]), StringComparison.Ordinal);
        Assert.Null(MessageLimits.Problem([.. Enumerable.Repeat(Plain, 128)]));
        Assert.Contains("but has 129.", MessageLimits.Problem([.. Enumerable.Repeat(Plain, 129)]), StringComparison.Ordinal);
    }

    [Fact]
    public void Size_counts_all_messages_together_and_all_text_as_utf8()
    {
        var message = Plain with { Body = new byte[3], Key = "ü", Properties = new Dictionary<string, string> { ["a"] = "€" } };
        Assert.Equal(1 + 3 + 2 + 1 + 3, MessageLimits.SizeOf(message));
        var half = Plain with { Body = new byte[MessageLimits.MaxTransactionBytes / 2] };
        Assert.Contains("bytes", MessageLimits.Problem([half, half]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    [InlineData(24L * 3600 * 1000, true)]
    [InlineData(24L * 3600 * 1000 + 1, false)]
    public void Transaction_timeout_has_a_range(long milliseconds, bool allowed)
    {
        var prepare = new Prepare(
            new TransactionId("a"), new ProducerGroup("g"), [Plain], TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(allowed, prepare.Problem() is null);
    }

    [Fact]
    public void Prepare_tells_the_problem_of_its_messages() =>
        Assert.Contains(
            "but has 0.", new Prepare(new TransactionId("a"), new ProducerGroup("g"), []).Problem(), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, null, false)]
    [InlineData(1, null, true)]
    [InlineData(65_536, 1.0, true)]
    [InlineData(65_537, 1.0, false)]
    [InlineData(1, 0.999, false)]
    [InlineData(1, 43_200.0, true)]
    [InlineData(1, 43_201.0, false)]
    public void Subscription_has_ranges(int room, double? lease, bool allowed)
    {
        var subscribe = new Subscribe(
            new ConsumerGroup("g"),
            new Topic("t"),
            StartPosition.FromEnd,
            room,
            lease is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            []);
        Assert.Equal(allowed, subscribe.Problem() is null);
    }

    private static Dictionary<string, string> Properties(int count) =>
        Enumerable.Range(0, count).ToDictionary(number => $"p{number}", _ => "v");
}
