using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coordinator.Contracts.Runtime;

/// <summary>
/// Certificate of this process, and the authority that it trusts. Authorities that the machine trusts do not count, because anybody
/// can get a certificate of a public authority.
/// </summary>
internal sealed class TlsIdentity
{
    private readonly X509Certificate2Collection _authorities = [];

    /// <param name="certificateFile">A PKCS#12 file with a certificate and its private key.</param>
    /// <param name="password">Password of the file, or empty.</param>
    /// <param name="authorityFile">A PEM file with the authorities that may issue the peer's certificate.</param>
    /// <exception cref="CryptographicException">A file has no such content.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public TlsIdentity(string certificateFile, string password, string authorityFile)
    {
        Certificate = X509CertificateLoader.LoadPkcs12FromFile(certificateFile, password);
        if (!Certificate.HasPrivateKey)
            throw new CryptographicException($"{certificateFile} has no private key.");
        _authorities.ImportFromPemFile(authorityFile);
        if (_authorities.Count == 0)
            throw new CryptographicException($"{authorityFile} has no certificate.");
    }

    /// <summary>Certificate of this process, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Returns true for a valid certificate that a trusted authority has issued.</summary>
    /// <param name="peer">The peer's certificate, if it sent one.</param>
    /// <param name="shown">The intermediate certificates that the peer sent.</param>
    public bool Trusts(X509Certificate2? peer, X509Chain? shown)
    {
        if (peer is null)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        // A private authority publishes no revocation list. It issues certificates for short times.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // An unknown certificate must not make this process download from an address that it names.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var element in shown?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(peer);
    }

    /// <summary>Describes why the files cannot be used. <c>null</c>: they can.</summary>
    public static string? Problem(string certificateFile, string password, string authorityFile)
    {
        try
        {
            _ = new TlsIdentity(certificateFile, password, authorityFile);
            return null;
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return unusable.Message;
        }
    }
}
