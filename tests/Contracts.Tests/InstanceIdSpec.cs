namespace Coordinator.Contracts.Tests;

public sealed class InstanceIdSpec
{
    [Theory]
    [InlineData("orders", "orders-1", "orders/orders-1")]
    [InlineData("a/b", "c", "a/b/c")]
    [InlineData("the \u00e9toile", "c", "the \u00e9toile/c")]
    public void Instance_of_a_participant_is_read_as_it_was_written(string participant, string instance, string inside)
    {
        var written = new InstanceId(instance).OfParticipant(participant);

        Assert.Equal(inside, written.Value);
        Assert.Equal(written, InstanceId.Read(written.Value));
    }

    [Fact]
    public void Instance_without_a_participant_is_read_too() => Assert.Equal(new InstanceId("orders-1"), InstanceId.Read("orders-1"));

    [Theory]
    [InlineData("")]
    [InlineData("/orders-1")]
    [InlineData("orders/")]
    [InlineData("orders/orders 1")]
    public void Name_without_an_instance_is_refused(string stored) => Assert.Throws<ArgumentException>(() => InstanceId.Read(stored));

    [Fact]
    public void Participant_cannot_choose_a_name_with_a_slash() =>
        Assert.Throws<ArgumentException>(() => new InstanceId("other/orders-1"));
}
