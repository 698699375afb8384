using System.Security.Cryptography.X509Certificates;

namespace Coordinator.Contracts.Remoting.Tls;

/// <summary>Names that a certificate gives its owner.</summary>
internal static class CertificateNames
{
    /// <summary>Returns the common name, and the DNS names, addresses and URIs of the alternative names.</summary>
    public static IReadOnlyList<string> Of(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 owned)
            return [];
        var alternatives = owned.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        string[] names =
        [
            owned.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            .. alternatives.SelectMany(names => names.EnumerateDnsNames()),
            .. alternatives.SelectMany(names => names.EnumerateIPAddresses()).Select(address => address.ToString()),
            owned.GetNameInfo(X509NameType.UrlName, forIssuer: false),
        ];
        return [.. names.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
