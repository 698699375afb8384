using System.Security.Cryptography.X509Certificates;

namespace Coordinator.Contracts.Remoting.Tls;

/// <summary>
/// Purpose of a certificate (extended key usage, RFC 5280 section 4.2.1.12). A certificate must name it: one without purposes could serve
/// as both.
/// </summary>
internal sealed record TlsPurpose(string Name, string Oid)
{
    /// <summary>Purpose of a certificate that accepts connections.</summary>
    public static readonly TlsPurpose Server = new("serverAuth", "1.3.6.1.5.5.7.3.1");

    /// <summary>Purpose of a certificate that opens connections.</summary>
    public static readonly TlsPurpose Client = new("clientAuth", "1.3.6.1.5.5.7.3.2");

    public bool IsNamedBy(X509Certificate2 certificate) => certificate.Extensions
        .OfType<X509EnhancedKeyUsageExtension>()
        .SelectMany(usage => usage.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>())
        .Any(usage => usage.Value == Oid);
}
