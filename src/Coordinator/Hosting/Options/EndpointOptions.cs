using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coordinator.Common;
using Coordinator.Contracts.Remoting.Tls;

namespace Coordinator.Hosting.Options;

/// <summary>Endpoint for Akka remoting, with mutual TLS.</summary>
internal abstract class EndpointOptions
{
    public abstract string Host { get; set; }

    public abstract string? PublicHost { get; set; }

    public abstract string? TlsCertificate { get; set; }

    public abstract string? TlsCertificatePasswordFile { get; set; }

    public abstract string? TlsAuthority { get; set; }

    public abstract bool AllowPlaintext { get; set; }

    /// <summary>Prefix of the keys.</summary>
    protected abstract string Section { get; }

    /// <summary>Purposes that the certificate must name.</summary>
    protected abstract IReadOnlyList<TlsPurpose> Purposes { get; }

    public bool LoopbackOnly => Loopback.Is(Host);

    /// <summary>Name under which others reach this node.</summary>
    private string Name => (PublicHost ?? Host).Trim('[', ']');

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var outside in OptionRange.Problems(this))
            yield return outside;
        if (string.IsNullOrWhiteSpace(Host))
            yield return "host must be an address or a host name, but is empty.";
        if (!LoopbackOnly && TlsCertificate is null && !AllowPlaintext)
        {
            yield return $"host is {Host}, which other machines reach: set {Section}.tlsCertificate, "
                + $"or {Section}.allowPlaintext in a network that only trusted programs reach.";
        }

        if (!LoopbackOnly && PublicHost is null && Host is "0.0.0.0" or "::")
            yield return $"publicHost must be set when host is {Host}: other machines need an address to connect to.";
        foreach (var problem in FileProblems())
            yield return problem;
    }

    /// <summary>Files of mutual TLS; <c>null</c> when none are configured.</summary>
    public TlsFiles? TlsFiles() => TlsCertificate is null || TlsAuthority is null
        ? null
        : new TlsFiles(TlsCertificate, TlsCertificatePassword, TlsAuthority);

    private IEnumerable<string> FileProblems()
    {
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

    /// <summary>Content of the password file; empty when there is none.</summary>
    private string TlsCertificatePassword() =>
        TlsCertificatePasswordFile is { } file ? File.ReadAllText(file).Trim() : string.Empty;

    private string? CertificateProblem()
    {
        if (!File.Exists(TlsCertificate) || (TlsCertificatePasswordFile is { } password && !File.Exists(password)))
            return null;
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(TlsCertificate, TlsCertificatePassword());
            if (!certificate.HasPrivateKey)
                return "has no private key.";
            if (Purposes.FirstOrDefault(purpose => !purpose.IsNamedBy(certificate)) is { } missing)
                return $"does not name the purpose {missing.Name} (extended key usage), which this certificate needs.";
            return certificate.MatchesHostname(Name)
                ? null
                : $"does not carry the name {Name}, under which others reach this node: issue it for that name, or correct {Section}.publicHost.";
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
        return TlsIdentity.Problem(TlsFiles()!) is { } problem
            ? $"tlsAuthority {TlsAuthority} cannot be used: {problem}"
            : null;
    }
}
