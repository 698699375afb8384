using Coordinator.Contracts.Authentication;
using Coordinator.Sessions.Access;

namespace Coordinator.Tests.Sessions.Access;

public sealed class ParticipantAccessSpec
{
    private const string Secret = "sixteen characters";

    private static readonly string Hash = ScramVerifier.Of(Secret, new byte[16], 4_096).Format();

    [Theory]
    [InlineData(Secret, "", "")]
    [InlineData("", "hash", "")]
    [InlineData("", "", "orders.example")]
    [InlineData(Secret, "", "orders.example")]
    [InlineData("", "hash", "orders.example")]
    public void Secret_its_hash_or_a_certificate_is_enough(string secret, string hash, string certificate) =>
        Assert.Empty(Access(secret, hash, certificate).Problems());

    [Theory]
    [InlineData("", "", "", "secret, secretHash or certificate must be set, but all are empty.")]
    [InlineData(Secret, "hash", "", "secret and secretHash must not be set both.")]
    [InlineData("short", "", "", "secret must have at least 16 characters, but has 5.")]
    [InlineData("", "md5", "", "secretHash must have the form that the command \"secret hash\" prints: SCRAM-SHA-256$iterations:salt$key:key.")]
    public void Other_combination_is_a_start_problem(string secret, string hash, string certificate, string problem) =>
        Assert.Equal([problem], Access(secret, hash, certificate).Problems());

    [Theory]
    [InlineData("", "name must not be empty.")]
    [InlineData("two\nlines", "name must not have control characters.")]
    public void Name_that_no_participant_can_claim_is_a_start_problem(string name, string problem)
    {
        var access = Access(Secret, "", "");
        access.Name = name;

        Assert.Equal([problem], access.Problems());
    }

    [Fact]
    public void Certificate_is_compared_with_each_name_and_without_case()
    {
        var access = Access("", "", "orders.example");

        Assert.True(access.Accepts(["node", "Orders.Example"]));
        Assert.False(access.Accepts(["orders.example.org"]));
        Assert.False(access.Accepts([]));
    }

    [Fact]
    public void Groups_without_their_topics_are_a_start_problem()
    {
        var access = Access(Secret, "", "");
        access.ConsumerGroups = ["orders"];
        access.Publish = [];

        Assert.Equal(
            [
                "publish must name a topic, a prefix such as orders.*, or * for all, because producerGroups is not empty, but is empty.",
                "subscribe must name a topic, a prefix such as orders.*, or * for all, because consumerGroups is not empty, but is empty.",
            ],
            access.Problems());
    }

    [Fact]
    public void Topic_that_cannot_exist_is_a_start_problem()
    {
        var access = Access(Secret, "", "");
        access.Publish = ["orders.paid", "orders paid"];
        access.Subscribe = ["*.paid"];

        Assert.Equal(
            [
                "publish:1 must be a topic, a prefix such as orders.*, or * for all, but is 'orders paid'.",
                "subscribe:0 must be a topic, a prefix such as orders.*, or * for all, but is '*.paid'.",
            ],
            access.Problems());
    }

    private static ParticipantAccess Access(string secret, string hash, string certificate) => new()
    {
        Name = "orders",
        Secret = secret,
        SecretHash = hash == "hash" ? Hash : hash,
        Certificate = certificate,
        ProducerGroups = ["orders"],
        Publish = ["orders.*"],
    };
}
