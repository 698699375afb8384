using Coordinator.Common;
using Coordinator.Contracts.Remoting.Tls;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Hosting.Options;

/// <summary>Address at which participants connect.</summary>
internal sealed class RemotingOptions : EndpointOptions
{
    /// <summary>Address to listen on for participants. Any other than loopback requires TLS.</summary>
    public override string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on for participants; 0 for any free one.</summary>
    [OptionRange("0", "65535")]
    public int Port { get; set; } = SessionListenerAddress.DefaultPort;

    /// <summary>Host name under which participants reach this node, if it differs from remoting.host.</summary>
    public override string? PublicHost { get; set; }

    /// <summary>
    /// PKCS#12 file (.pfx) with this node's certificate for participants and its private key, for mutual TLS. It needs the purpose
    /// serverAuth, and must carry the node's host name.
    /// </summary>
    public override string? TlsCertificate { get; set; }

    /// <summary>File with the password of the certificate file, if it has one.</summary>
    public override string? TlsCertificatePasswordFile { get; set; }

    /// <summary>
    /// PEM file with the authorities that issue the certificates of participants. No others are accepted. Required with
    /// tlsCertificate.
    /// </summary>
    public override string? TlsAuthority { get; set; }

    /// <summary>Listens beyond loopback without TLS. Others on the network can read and change what participants send.</summary>
    public override bool AllowPlaintext { get; set; }

    /// <summary>Connections of participants that this node accepts.</summary>
    [OptionRange("1", "1000000")]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Connections that this node accepts from one address.</summary>
    [OptionRange("1", "1000000")]
    public int MaxConnectionsPerAddress { get; set; } = 2_000;

    /// <summary>
    /// Connections that this node accepts from one address in a second, after a burst of four times as many. It refuses others at
    /// once, and participants try again.
    /// </summary>
    [OptionRange("1", "100000")]
    public int NewConnectionsPerSecond { get; set; } = 50;

    protected override string Section => "remoting";

    protected override IReadOnlyList<TlsPurpose> Purposes => [TlsPurpose.Server];
}
