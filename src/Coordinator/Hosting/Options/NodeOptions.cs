using Coordinator.Common;
using Coordinator.Contracts.Remoting.Tls;

namespace Coordinator.Hosting.Options;

/// <summary>Address at which the other nodes of a cluster connect. A node without cluster.seeds opens no port for nodes.</summary>
internal sealed class NodeOptions : EndpointOptions
{
    public const int DefaultPort = 4054;

    /// <summary>Address to listen on for other nodes. Any other than loopback requires TLS.</summary>
    public override string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on for other nodes.</summary>
    [OptionRange("0", "65535")]
    public int Port { get; set; } = DefaultPort;

    /// <summary>Host name under which other nodes reach this node, if it differs from nodes.host.</summary>
    public override string? PublicHost { get; set; }

    /// <summary>
    /// PKCS#12 file (.pfx) with this node's certificate for other nodes and its private key. It needs both purposes, serverAuth and
    /// clientAuth, and must carry the node's host name.
    /// </summary>
    public override string? TlsCertificate { get; set; }

    /// <summary>File with the password of the certificate file, if it has one.</summary>
    public override string? TlsCertificatePasswordFile { get; set; }

    /// <summary>
    /// PEM file with the authorities that issue the certificates of nodes. It must not be an authority of participants: whoever
    /// has a certificate of it can try to act as a node.
    /// </summary>
    public override string? TlsAuthority { get; set; }

    /// <summary>Listens beyond loopback without TLS. Others on the network can read and change what nodes send.</summary>
    public override bool AllowPlaintext { get; set; }

    protected override string Section => "nodes";

    // A node connects to others, and others connect to it.
    protected override IReadOnlyList<TlsPurpose> Purposes => [TlsPurpose.Server, TlsPurpose.Client];
}
