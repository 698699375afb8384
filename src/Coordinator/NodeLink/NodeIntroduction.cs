using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.NodeLink;

/// <summary>First message of either node on a connection: its address, the uid of its actor system, and a random number.</summary>
/// <param name="Address">Address of the node, as its transport knows it.</param>
/// <param name="Uid">Uid of the node's actor system, which changes when it is started again.</param>
/// <param name="Nonce">Random number in hexadecimal digits.</param>
internal sealed record NodeIntroduction(Address Address, int Uid, string Nonce)
{
    private const string Greeting = "coordinator-node/1";
    private const int NonceDigits = 64;

    // Akka reads no address without it. The transport is below Akka, and knows addresses without it.
    private const string AkkaPrefix = "akka.";

    public static NodeIntroduction Of(Address address, int uid) =>
        new(address, uid, RandomNumberGenerator.GetHexString(NonceDigits, lowercase: true));

    /// <exception cref="ConnectionRefusedException">The bytes are no introduction.</exception>
    public static NodeIntroduction Of(byte[] bytes)
    {
        if (Encoding.UTF8.GetString(bytes).Split(' ') is [Greeting, var address, var digits, { Length: NonceDigits } nonce]
            && Address.TryParse(address, out var parsed)
            && parsed is { Host: not null, Port: not null }
            && parsed.Protocol.StartsWith(AkkaPrefix, StringComparison.Ordinal)
            && int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var uid))
        {
            return new NodeIntroduction(parsed.WithProtocol(parsed.Protocol[AkkaPrefix.Length..]), uid, nonce);
        }

        throw new ConnectionRefusedException("the peer does not introduce itself as a node.");
    }

    /// <summary>Returns the introduction for one exchange, whose random number no other has.</summary>
    public NodeIntroduction Renewed() => Of(Address, Uid);

    /// <summary>Requires that the certificate of the node carries its host.</summary>
    /// <param name="certificate">Certificate of the peer; <c>null</c> without TLS.</param>
    /// <exception cref="ConnectionRefusedException">It does not.</exception>
    public void RequireCoveredBy(X509Certificate2? certificate)
    {
        if (certificate?.MatchesHostname(Address.Host!.Trim('[', ']')) is false)
        {
            throw new ConnectionRefusedException(
                $"the peer claims the address {Address}, which its certificate {certificate.Subject} does not carry.");
        }
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Greeting} {LinkGuard.OfAkka(Address)} {Uid} {Nonce}"));
}
