using Coordinator.Contracts.Runtime;

namespace Coordinator.Participants.Common;

/// <summary>Mutual TLS between this participant and the coordinator: both show a certificate.</summary>
public sealed class ParticipantTlsOptions
{
    /// <summary>A PKCS#12 file (<c>.pfx</c>) with the certificate of this service and its private key. Required.</summary>
    public string CertificatePath { get; set; } = "";

    /// <summary>The password of that file. Default: empty.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>
    /// A PEM file with the authority that issues the coordinator's certificate; no other one is accepted, whatever this machine
    /// trusts. Required.
    /// </summary>
    public string AuthorityPath { get; set; } = "";

    internal string? Problem()
    {
        if (!File.Exists(CertificatePath))
            return $"Tls.CertificatePath is '{CertificatePath}', which is no file; a readable .pfx file is required.";
        if (!File.Exists(AuthorityPath))
            return $"Tls.AuthorityPath is '{AuthorityPath}', which is no file; a readable .pem file is required.";
        return TlsIdentity.Problem(CertificatePath, CertificatePassword, AuthorityPath) is { } problem
            ? $"Tls cannot be used: {problem}"
            : null;
    }
}
