using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coordinator.Common;
using Coordinator.Contracts.Runtime;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Hosting.Options;

/// <summary>Address at which participants and other nodes connect.</summary>
internal sealed class RemotingOptions
{
    /// <summary>Address to listen on. Any other than loopback requires TLS.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 for any free one.</summary>
    [OptionRange("0", "65535")]
    public int Port { get; set; } = SessionListenerAddress.DefaultPort;

    /// <summary>Host name under which others reach this node, if it differs from remoting.host.</summary>
    public string? PublicHost { get; set; }

    /// <summary>PKCS#12 file (.pfx) with this node's certificate and private key, for mutual TLS.</summary>
    public string? TlsCertificate { get; set; }

    /// <summary>File with the password of the certificate file, if it has one.</summary>
    public string? TlsCertificatePasswordFile { get; set; }

    /// <summary>
    /// PEM file with the authority that issues the certificates of nodes and participants. No others are accepted. Required
    /// with tlsCertificate.
    /// </summary>
    public string? TlsAuthority { get; set; }

    /// <summary>Listens beyond loopback without TLS. Any program that reaches the port can control the coordinator.</summary>
    public bool AllowPlaintext { get; set; }

    public bool LoopbackOnly => IsLoopback(Host);

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var outside in OptionRange.Problems(this))
            yield return outside;
        if (string.IsNullOrWhiteSpace(Host))
            yield return "host must be an address or a host name, but is empty.";
        if (!LoopbackOnly && TlsCertificate is null && !AllowPlaintext)
        {
            yield return $"host is {Host}, which other machines reach: set remoting.tlsCertificate, "
                + "or remoting.allowPlaintext in a network that only trusted programs reach.";
        }

        if (!LoopbackOnly && PublicHost is null && Host is "0.0.0.0" or "::")
            yield return $"publicHost must be set when host is {Host}: other nodes need an address to connect to.";
        (string Key, string? File)[] files =
        [
            ("tlsCertificate", TlsCertificate),
            ("tlsCertificatePasswordFile", TlsCertificatePasswordFile),
            ("tlsAuthority", TlsAuthority),
        ];
        foreach (var (key, file) in files)
        {
            if (file is not null && !File.Exists(file))
                yield return $"{key} must name a file, but there is no file {file}.";
        }

        if (CertificateProblem() is { } problem)
            yield return $"tlsCertificate {TlsCertificate} {problem}";
        else if (AuthorityProblem() is { } other)
            yield return other;
    }

    /// <summary>Certificate and authority of this node; <c>null</c> when none are configured.</summary>
    public TlsIdentity? TlsIdentity() =>
        TlsCertificate is { } certificate ? new TlsIdentity(certificate, TlsCertificatePassword(), TlsAuthority!) : null;

    /// <summary>Content of the password file; empty when there is none.</summary>
    public string TlsCertificatePassword() =>
        TlsCertificatePasswordFile is { } file ? File.ReadAllText(file).Trim() : string.Empty;

    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private string? CertificateProblem()
    {
        if (!File.Exists(TlsCertificate) || (TlsCertificatePasswordFile is { } password && !File.Exists(password)))
            return null;
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(TlsCertificate, TlsCertificatePassword());
            return certificate.HasPrivateKey ? null : "has no private key.";
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"cannot be used: {unusable.Message}";
        }
    }

    private string? AuthorityProblem()
    {
        if (TlsCertificate is null)
            return null;
        if (TlsAuthority is null)
            return "tlsAuthority must be set with tlsCertificate: it tells which certificates to trust.";
        if (!File.Exists(TlsCertificate) || !File.Exists(TlsAuthority))
            return null;
        return Contracts.Runtime.TlsIdentity.Problem(TlsCertificate, TlsCertificatePassword(), TlsAuthority) is { } problem
            ? $"tlsAuthority {TlsAuthority} cannot be used: {problem}"
            : null;
    }
}
