using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coordinator.Contracts.Remoting.Tls;

/// <summary>
/// Certificate of this process, and the authorities that it trusts. Authorities that the machine trusts do not count, because anybody
/// can get a certificate of a public authority.
/// </summary>
internal sealed class TlsIdentity
{
    private readonly X509Certificate2Collection _authorities = [];

    /// <param name="files">The files.</param>
    /// <exception cref="CryptographicException">A file has no such content.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public TlsIdentity(TlsFiles files)
    {
        var loaded = X509CertificateLoader.LoadPkcs12CollectionFromFile(files.Certificate, files.Password());
        Certificate = loaded.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CryptographicException($"{files.Certificate} has no private key.");
        Intermediates = [.. loaded.Where(certificate => !certificate.HasPrivateKey)];
        _authorities.ImportFromPemFile(files.Authority);
        if (_authorities.Count == 0)
            throw new CryptographicException($"{files.Authority} has no certificate.");
    }

    /// <summary>Certificate of this process, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Certificates between this process's and its authority, which are sent to the peer.</summary>
    public X509Certificate2Collection Intermediates { get; }

    /// <summary>Thumbprints of the authorities.</summary>
    public IEnumerable<string> Authorities => _authorities.Select(authority => authority.Thumbprint);

    /// <summary>Earliest end of the validity of the certificate and the authorities.</summary>
    public DateTimeOffset Expires => _authorities.Append(Certificate).Min(certificate => new DateTimeOffset(certificate.NotAfter));

    /// <summary>Describes why the peer's certificate is not trusted; <c>null</c> when it is.</summary>
    /// <param name="peer">The peer's certificate, if it sent one.</param>
    /// <param name="shown">The intermediate certificates that the peer sent.</param>
    /// <param name="purpose">The purpose that the certificate must name.</param>
    public string? Distrust(X509Certificate2? peer, X509Chain? shown, TlsPurpose purpose)
    {
        if (peer is null)
            return "it shows no certificate.";
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        // A private authority publishes no revocation list. It issues certificates for short times.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // An unknown certificate must not make this process download from an address that it names.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var element in shown?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        if (!chain.Build(peer))
            return $"its certificate {peer.Subject} is not trusted: {string.Join(", ", chain.ChainStatus.Select(status => status.Status))}.";
        return purpose.IsNamedBy(peer) ? null : $"its certificate {peer.Subject} does not have the purpose {purpose.Name}.";
    }

    /// <summary>Describes why the files cannot be used. <c>null</c>: they can.</summary>
    public static string? Problem(TlsFiles files)
    {
        try
        {
            _ = new TlsIdentity(files);
            return null;
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return unusable.Message;
        }
    }
}
