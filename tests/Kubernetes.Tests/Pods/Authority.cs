using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>An authority of one's own, as the manifests want it, and what it signs.</summary>
internal sealed class Authority : IDisposable
{
    private const string Password = "of the keystore";

    private readonly X509Certificate2 _certificate;

    public Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _certificate = request.CreateSelfSigned(From, From.AddYears(20));
    }

    // Wherever the clock of the machine stands.
    private static DateTimeOffset From => new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Puts real content into the secrets whose examples have none.</summary>
    public void Fill(Manifests manifests)
    {
        foreach (var secret in manifests.Secrets)
        {
            if (secret.Keys().Contains("keystore.p12"))
            {
                secret.Write("keystore.p12", Keystore());
                secret.Write("ca.crt", Encoding.ASCII.GetBytes(_certificate.ExportCertificatePem()));
            }
            else if (secret.Keys().Contains("password"))
            {
                secret.Write("password", Encoding.UTF8.GetBytes(Password));
            }
        }
    }

    public void Dispose() => _certificate.Dispose();

    private byte[] Keystore()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=coordinator", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_certificate, From, From.AddYears(19), RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        return withKey.Export(X509ContentType.Pfx, Password);
    }
}
