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

    private static ParticipantAccess Access(string secret, string hash, string certificate) => new()
    {
        Name = "orders",
        Secret = secret,
        SecretHash = hash == "hash" ? Hash : hash,
        Certificate = certificate,
        ProducerGroups = ["orders"],
    };
}
