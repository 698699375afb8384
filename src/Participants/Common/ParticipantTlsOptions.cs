using Coordinator.Contracts.Runtime;

namespace Coordinator.Participants.Common;

/// <summary>Settings of mutual TLS, in which participant and coordinator show each other a certificate.</summary>
public sealed class ParticipantTlsOptions
{
    /// <summary>Path of a PKCS#12 file (<c>.pfx</c>) with the certificate of this service and its private key. Required.</summary>
    public string CertificatePath { get; set; } = "";

    /// <summary>Password of the file at <see cref="CertificatePath" />. Default: empty.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>
    /// Path of a PEM file with the authority that issues the coordinator's certificate. Authorities that this machine trusts do not
    /// count. Required.
    /// </summary>
    public string AuthorityPath { get; set; } = "";

    internal string? Problem()
    {
        if (!File.Exists(CertificatePath))
            return $"Tls.CertificatePath must be a readable .pfx file, but is '{CertificatePath}'.";
        if (!File.Exists(AuthorityPath))
            return $"Tls.AuthorityPath must be a readable .pem file, but is '{AuthorityPath}'.";
        return TlsIdentity.Problem(CertificatePath, CertificatePassword, AuthorityPath) is { } problem
            ? $"Tls cannot be used: {problem}"
            : null;
    }
}
