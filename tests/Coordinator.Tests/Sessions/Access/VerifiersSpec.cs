using Coordinator.Contracts.Authentication;
using Coordinator.Sessions.Access;

namespace Coordinator.Tests.Sessions.Access;

public sealed class VerifiersSpec
{
    private const string Secret = "sixteen characters";

    private static readonly string Hash = ScramVerifier.Of(Secret, Enumerable.Repeat((byte)7, 24).ToArray(), 5_000).Format();

    private readonly Verifiers _clear = new([new ParticipantAccess { Name = "orders", Secret = Secret }]);
    private readonly Verifiers _hashed = new([new ParticipantAccess { Name = "orders", SecretHash = Hash }]);

    [Fact]
    public void Secret_in_clear_is_verified()
    {
        var verifier = _clear.Of("orders");

        Assert.Equal(ScramKeys.Of(Secret, verifier.Salt.Span, verifier.Iterations).StoredKey, verifier.StoredKey);
    }

    [Fact]
    public void Hashed_secret_is_verified_with_its_own_salt() => Assert.Equal(Hash, _hashed.Of("orders").Format());

    [Fact]
    public void Unknown_name_has_a_salt_and_iterations_like_the_others()
    {
        Assert.Equal(Shape(_clear.Of("orders")), Shape(_clear.Of("nobody")));
        Assert.Equal(Shape(_hashed.Of("orders")), Shape(_hashed.Of("nobody")));
        Assert.Equal((24, 5_000), Shape(_hashed.Of("nobody")));
    }

    [Fact]
    public void Unknown_name_has_the_same_salt_each_time_and_another_name_another_one()
    {
        Assert.Equal(Salt(_clear, "nobody"), Salt(_clear, "nobody"));
        Assert.NotEqual(Salt(_clear, "nobody"), Salt(_clear, "somebody"));
    }

    [Fact]
    public void Salts_do_not_change_with_a_restart_where_those_of_known_names_do_not()
    {
        var restarted = new Verifiers([new ParticipantAccess { Name = "orders", SecretHash = Hash }]);

        Assert.Equal(Salt(_hashed, "nobody"), Salt(restarted, "nobody"));
    }

    [Fact]
    public void Salts_of_secrets_in_clear_change_with_a_restart_as_those_of_unknown_names_do()
    {
        var restarted = new Verifiers([new ParticipantAccess { Name = "orders", Secret = Secret }]);

        Assert.NotEqual(Salt(_clear, "orders"), Salt(restarted, "orders"));
        Assert.NotEqual(Salt(_clear, "nobody"), Salt(restarted, "nobody"));
    }

    [Fact]
    public void Name_without_a_secret_is_unknown()
    {
        var verifiers = new Verifiers([new ParticipantAccess { Name = "orders", Certificate = "orders.example" }]);

        Assert.NotEqual(verifiers.Of("orders").StoredKey, verifiers.Of("orders").StoredKey);
    }

    private static (int, int) Shape(ScramVerifier verifier) => (verifier.Salt.Length, verifier.Iterations);

    private static string Salt(Verifiers verifiers, string name) => Convert.ToHexString(verifiers.Of(name).Salt.Span);
}
