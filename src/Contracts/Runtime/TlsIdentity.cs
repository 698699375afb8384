using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coordinator.Contracts.Runtime;

/// <summary>
/// What either end of the wire shows, and whom it trusts: certificates of its own authority, and no others. What else the machine
/// trusts does not count, as anybody may have a certificate of a public authority.
/// </summary>
internal sealed class TlsIdentity
{
    private readonly X509Certificate2Collection _authorities = [];

    /// <param name="certificateFile">A PKCS#12 file with a certificate and its private key.</param>
    /// <param name="password">Its password, or empty.</param>
    /// <param name="authorityFile">A PEM file with the certificates of whoever may issue the other end's.</param>
    /// <exception cref="CryptographicException">One of the files has no such content.</exception>
    /// <exception cref="IOException">One of the files cannot be read.</exception>
    public TlsIdentity(string certificateFile, string password, string authorityFile)
    {
        Certificate = X509CertificateLoader.LoadPkcs12FromFile(certificateFile, password);
        if (!Certificate.HasPrivateKey)
            throw new CryptographicException($"{certificateFile} has no private key.");
        _authorities.ImportFromPemFile(authorityFile);
        if (_authorities.Count == 0)
            throw new CryptographicException($"{authorityFile} has no certificate.");
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Whether one of the authorities has issued it, and its time is now.</summary>
    /// <param name="peer">What the other end shows, if anything.</param>
    /// <param name="shown">What it shows along with it: the issuers in between.</param>
    public bool Trusts(X509Certificate2? peer, X509Chain? shown)
    {
        if (peer is null)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        // An authority of one's own publishes no list of what it took back; it issues for short times.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // Nor is anything fetched from an address that a stranger's certificate names.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var element in shown?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(peer);
    }

    /// <summary>Why the files are of no use; <c>null</c> when they are.</summary>
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
