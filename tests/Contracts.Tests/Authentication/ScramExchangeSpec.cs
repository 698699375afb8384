using Coordinator.Contracts.Authentication;

namespace Coordinator.Contracts.Tests.Authentication;

public sealed class ScramExchangeSpec
{
    private const string Proof = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private const string Signature = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    /// <summary>The example of RFC 7677, section 3.</summary>
    private static readonly ScramExchange Example = new(
        "user",
        "rOprNGfwEbeRWgbNEkqO",
        "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
        Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="),
        4096,
        ReadOnlyMemory<byte>.Empty);

    private static readonly ScramKeys Pencil = ScramKeys.Of("pencil", Example.Salt.Span, Example.Iterations);

    public static TheoryData<string> Values => ["name", "client nonce", "server nonce", "salt", "iterations", "channel binding"];

    [Fact]
    public void Proof_is_that_of_the_example_in_RFC_7677() => Assert.Equal(Proof, Convert.ToBase64String(Example.Prove(Pencil)));

    [Fact]
    public void Signature_is_that_of_the_example_in_RFC_7677() =>
        Assert.Equal(Signature, Convert.ToBase64String(Example.Sign(Pencil.ServerKey)));

    [Fact]
    public void Proof_and_signature_are_verified_without_the_secret()
    {
        Assert.True(Example.IsProven(Convert.FromBase64String(Proof), Pencil.StoredKey));
        Assert.True(Example.IsSigned(Convert.FromBase64String(Signature), Pencil.ServerKey));
    }

    [Fact]
    public void Proof_with_another_secret_is_wrong()
    {
        var pencils = ScramKeys.Of("pencils", Example.Salt.Span, Example.Iterations);

        Assert.False(Example.IsProven(Example.Prove(pencils), Pencil.StoredKey));
        Assert.False(Example.IsSigned(Example.Sign(pencils.ServerKey), Pencil.ServerKey));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Proof_and_signature_are_worth_nothing_when_a_value_differs(string value)
    {
        var other = value switch
        {
            "name" => Example with { Name = "usher" },
            "client nonce" => Example with { ClientNonce = "another nonce of it" },
            "server nonce" => Example with { ServerNonce = "another nonce of it" },
            "salt" => Example with { Salt = new byte[] { 1 } },
            "iterations" => Example with { Iterations = 4097 },
            _ => Example with { ChannelBinding = new byte[] { 1 } },
        };

        Assert.False(other.IsProven(Example.Prove(Pencil), Pencil.StoredKey));
        Assert.False(other.IsSigned(Example.Sign(Pencil.ServerKey), Pencil.ServerKey));
    }

    [Fact]
    public void Name_cannot_pass_for_other_values() => Assert.False(
        (Example with { Name = "user,r=x" }).IsProven((Example with { Name = "user=2Cr=3Dx" }).Prove(Pencil), Pencil.StoredKey));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Proof_or_signature_of_another_length_is_wrong(int length)
    {
        Assert.False(Example.IsProven(new byte[length], Pencil.StoredKey));
        Assert.False(Example.IsSigned(new byte[length], Pencil.ServerKey));
    }

    [Fact]
    public void Secret_counts_as_its_bytes_in_UTF_8() => Assert.NotEqual(
        ScramKeys.Of("caf\u00e9", Example.Salt.Span, 4096).StoredKey,
        ScramKeys.Of("cafe\u0301", Example.Salt.Span, 4096).StoredKey);
}
