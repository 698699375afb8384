namespace Coordinator.Participants;

/// <summary>Mutual TLS between this participant and the coordinator: both show a certificate.</summary>
public sealed class ParticipantTlsOptions
{
    /// <summary>A PKCS#12 file (<c>.pfx</c>) with the certificate of this service and its private key. Required.</summary>
    public string CertificatePath { get; set; } = "";

    /// <summary>The password of that file. Default: empty.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>
    /// Whether the coordinator's certificate is accepted from any issuer. Default: <c>false</c>, its chain must be trusted by
    /// this
    /// machine. For experiments only.
    /// </summary>
    public bool TrustAnyCertificate { get; set; }
}
