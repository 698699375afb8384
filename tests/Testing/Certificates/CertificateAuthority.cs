using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coordinator.Testing.Certificates;

/// <summary>Issues certificates that are valid for an hour, into a directory of the test.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly string _directory;
    private readonly X509Certificate2 _certificate;

    public CertificateAuthority(string directory, string name)
    {
        _directory = directory;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddMinutes(-5), now + Lifetime);
        File = Path.Combine(directory, $"{name}.pem");
        System.IO.File.WriteAllText(File, _certificate.ExportCertificatePem());
    }

    /// <summary>Gets the path of its own certificate, in PEM.</summary>
    public string File { get; }

    /// <summary>Issues a node's certificate for loopback with its key, as PKCS#12 without a password, and returns its path.</summary>
    public string IssueNode(string name) => Issue(name, ServerPurpose, ClientPurpose);

    /// <summary>Issues a certificate for the purpose serverAuth only, as PKCS#12 without a password, and returns its path.</summary>
    public string IssueServer(string name) => Issue(name, ServerPurpose);

    /// <summary>Issues a participant's certificate with its key, as PKCS#12 without a password, and returns its path.</summary>
    public string Issue(string name) => Issue(name, ClientPurpose);

    private string Issue(string name, params IEnumerable<string> purposes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. purposes.Select(oid => new Oid(oid))], critical: false));
        using var issued = request.Create(
            _certificate, _certificate.NotBefore, _certificate.NotAfter, RandomNumberGenerator.GetBytes(8));
        using var withKey = issued.CopyWithPrivateKey(key);
        var file = Path.Combine(_directory, $"{name}.pfx");
        System.IO.File.WriteAllBytes(file, withKey.Export(X509ContentType.Pkcs12));
        return file;
    }

    public void Dispose() => _certificate.Dispose();
}
