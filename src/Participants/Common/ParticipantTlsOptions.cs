using Coordinator.Contracts.Remoting.Tls;

namespace Coordinator.Participants.Common;

/// <summary>
/// Settings of mutual TLS, in which participant and coordinator show each other a certificate. The files are read again when they change,
/// for the next connection.
/// </summary>
public sealed class ParticipantTlsOptions
{
    /// <summary>Path of a PKCS#12 file (<c>.pfx</c>) with the certificate of this service, for the purpose
    /// clientAuth, and its private key. Required.</summary>
    public string CertificatePath { get; set; } = "";

    /// <summary>Password of the file at <see cref="CertificatePath" />. Default: empty.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>
    /// Path of a PEM file with the authorities that issue the coordinator's certificate, which must carry the host of the contact point
    /// and the purpose serverAuth. Authorities that this machine trusts do not count. Required.
    /// </summary>
    public string AuthorityPath { get; set; } = "";

    internal TlsFiles Files() => new(CertificatePath, () => CertificatePassword, AuthorityPath);

    internal string? Problem()
    {
        if (!File.Exists(CertificatePath))
            return $"Tls.CertificatePath must be a readable .pfx file, but is '{CertificatePath}'.";
        if (!File.Exists(AuthorityPath))
            return $"Tls.AuthorityPath must be a readable .pem file, but is '{AuthorityPath}'.";
        return TlsIdentity.Problem(Files()) is { } problem
            ? $"Tls cannot be used: {problem}"
            : null;
    }
}
