namespace Coordinator.Sessions.Access;

/// <summary>Connection of a participant, as far as its access depends on it.</summary>
/// <param name="Address">Address from which the participant connects. Its wrong proofs are counted together.</param>
/// <param name="CertificateNames">Names in the participant's TLS certificate. Empty without TLS.</param>
/// <param name="ChannelBinding">Hash of the certificate that this node has shown on the connection. Empty without TLS.</param>
/// <param name="Id">Name of the connection, never used twice.</param>
internal sealed record PeerConnection(
    string Address, IReadOnlyCollection<string> CertificateNames, ReadOnlyMemory<byte> ChannelBinding, string Id)
{
    public static PeerConnection WithoutTls(string address, string id = "") => new(address, [], ReadOnlyMemory<byte>.Empty, id);
}
