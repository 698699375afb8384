using Coordinator.Contracts.Sessions;

namespace Coordinator.Contracts.Tests;

public sealed class IdentifierSpec
{
    private static readonly Dictionary<string, (Func<string, object> Make, int MaxLength)> Kinds = new()
    {
        ["transaction id"] = (text => new TransactionId(text), 64),
        ["producer group"] = (text => new ProducerGroup(text), 128),
        ["consumer group"] = (text => new ConsumerGroup(text), 128),
        ["topic"] = (text => new Topic(text), 128),
        ["instance"] = (text => new InstanceId(text), 128),
    };

    public static TheoryData<string> KindNames => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(KindNames))]
    public void Identifier_takes_letters_digits_and_four_marks_up_to_its_length(string kind)
    {
        var (make, max) = Kinds[kind];
        foreach (var text in (string[])["a", "Z", "0", ".", "_", ":", "-", "order-17_a.b:c", new('x', max)])
            Assert.Equal(text, make(text).ToString());
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public void Identifier_refuses_anything_else_and_says_why(string kind)
    {
        var (make, max) = Kinds[kind];
        foreach (var text in (string[])["", " ", "a b", "a/b", "ü", "a\n", "a\0", "'", "{", "*", "a,b", new('x', max + 1)])
        {
            var refusal = Assert.Throws<ArgumentException>(() => make(text));
            Assert.StartsWith(kind, refusal.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => make(null!));
    }

    [Fact]
    public void Identifier_that_was_never_set_says_so()
    {
        Assert.Throws<InvalidOperationException>(() => default(TransactionId).Value);
        Assert.Throws<InvalidOperationException>(() => default(Topic).Value);
        Assert.Equal("(none)", default(ProducerGroup).ToString());
    }

    [Fact]
    public void Ids_of_guids_are_32_digits_sorted_like_their_guids()
    {
        var first = TransactionId.FromGuid(Guid.Parse("01990000-0001-7000-8000-000000000000"));
        var second = TransactionId.FromGuid(Guid.Parse("01990000-0002-7000-8000-000000000000"));
        Assert.Equal("01990000000170008000000000000000", first.Value);
        Assert.True(string.CompareOrdinal(first.Value, second.Value) < 0);
    }

    [Fact]
    public void Compound_ids_are_unambiguous_as_text()
    {
        Assert.Equal("a/0", new MessageId(new TransactionId("a"), 0).ToString());
        Assert.Equal("orders/3", new QueueId(new Topic("orders"), 3).ToString());
    }

    [Fact]
    public void Secret_is_in_no_text()
    {
        var credentials = new Credentials("orders", "s3cret");
        Assert.DoesNotContain("s3cret", $"{credentials}", StringComparison.Ordinal);
        Assert.Contains("orders", $"{credentials}", StringComparison.Ordinal);
    }
}
