using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coordinator.Contracts.Runtime;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Hosting.Options;

/// <summary>Where participants and other nodes connect.</summary>
internal sealed class RemotingOptions
{
    /// <summary>The address to listen on. Default 127.0.0.1: nobody from elsewhere; any other one asks for TLS.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 for any that is free. Default 4053; 0 to 65,535.</summary>
    public int Port { get; set; } = SessionListenerAddress.DefaultPort;

    /// <summary>The host name under which others reach this node, where it differs. Default: remoting.host.</summary>
    public string? PublicHost { get; set; }

    /// <summary>A PKCS#12 file (.pfx) with this node's certificate and private key, for mutual TLS. Default none.</summary>
    public string? TlsCertificate { get; set; }

    /// <summary>A file with the password of the certificate file. Default none: it has no password.</summary>
    public string? TlsCertificatePasswordFile { get; set; }

    /// <summary>
    /// A PEM file with the authority that issues the certificates of nodes and participants; no others are let in. Needed with
    /// tlsCertificate. Default none.
    /// </summary>
    public string? TlsAuthority { get; set; }

    /// <summary>Listen beyond loopback without TLS: whoever reaches the port rules the coordinator. Default false.</summary>
    public bool AllowPlaintext { get; set; }

    public bool LoopbackOnly => IsLoopback(Host);

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Host))
            yield return "host is empty; an address or a host name is needed.";
        if (Port is < 0 or > IPEndPoint.MaxPort)
            yield return $"port is {Port}; allowed are 0 to {IPEndPoint.MaxPort}.";
        if (!LoopbackOnly && TlsCertificate is null && !AllowPlaintext)
        {
            yield return $"host is {Host}, which is reached from elsewhere; "
                + "allowed are loopback, or a remoting.tlsCertificate, or remoting.allowPlaintext in a network that is closed.";
        }

        if (!LoopbackOnly && PublicHost is null && Host is "0.0.0.0" or "::")
            yield return $"publicHost is missing; it is needed where host is {Host}.";
        (string Key, string? File)[] files =
        [
            ("tlsCertificate", TlsCertificate),
            ("tlsCertificatePasswordFile", TlsCertificatePasswordFile),
            ("tlsAuthority", TlsAuthority),
        ];
        foreach (var (key, file) in files)
        {
            if (file is not null && !File.Exists(file))
                yield return $"{key} is {file}; there is no such file.";
        }

        if (CertificateProblem() is { } problem)
            yield return $"tlsCertificate is {TlsCertificate}, which {problem}";
        else if (AuthorityProblem() is { } other)
            yield return other;
    }

    /// <summary>Of the files, which are usable; <c>null</c> when none are given.</summary>
    public TlsIdentity? TlsIdentity() =>
        TlsCertificate is { } certificate ? new TlsIdentity(certificate, TlsCertificatePassword(), TlsAuthority!) : null;

    /// <summary>As it is written in its file.</summary>
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
            return "tlsAuthority is missing; with tlsCertificate it is needed, to tell participants from strangers.";
        if (!File.Exists(TlsCertificate) || !File.Exists(TlsAuthority))
            return null;
        return Contracts.Runtime.TlsIdentity.Problem(TlsCertificate, TlsCertificatePassword(), TlsAuthority) is { } problem
            ? $"tlsAuthority is {TlsAuthority}, which cannot be used: {problem}"
            : null;
    }
}
