using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>Authority of a test, and the certificates that it issues.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly OidCollection BothPurposes = [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")];

    private readonly X509Certificate2 _certificate;

    public Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _certificate = request.CreateSelfSigned(From, From.AddYears(20));
    }

    /// <summary>Its own certificate, in PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    // The clock of the machine may be set to any time.
    private static DateTimeOffset From => new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Issues a certificate for both purposes with its key, as PKCS#12.</summary>
    /// <param name="password">Password of the file.</param>
    /// <param name="names">Host names and addresses that the certificate carries.</param>
    public byte[] Issue(string password, params IEnumerable<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=coordinator", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(AlternativeNames(names));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(BothPurposes, critical: false));
        using var signed = request.Create(_certificate, From, From.AddYears(19), RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        return withKey.Export(X509ContentType.Pfx, password);
    }

    public void Dispose() => _certificate.Dispose();

    private static X509Extension AlternativeNames(IEnumerable<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        return alternatives.Build();
    }
}
