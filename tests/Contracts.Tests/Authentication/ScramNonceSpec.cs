using Coordinator.Contracts.Authentication;

namespace Coordinator.Contracts.Tests.Authentication;

public sealed class ScramNonceSpec
{
    [Fact]
    public void Nonce_is_valid_and_used_once()
    {
        var nonces = Enumerable.Range(0, 100).Select(_ => ScramNonce.Create()).ToList();

        Assert.All(nonces, nonce => Assert.True(ScramNonce.IsValid(nonce)));
        Assert.Equal(100, nonces.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("too short")]
    [InlineData("0123456789,01234")]
    [InlineData("0123456789 01234")]
    [InlineData("0123456789ä01234")]
    [InlineData("0123456789\n01234")]
    public void Short_text_or_one_with_a_separator_is_no_nonce(string nonce) => Assert.False(ScramNonce.IsValid(nonce));

    [Fact]
    public void Long_text_is_no_nonce() => Assert.False(ScramNonce.IsValid(new string('x', 129)));
}
