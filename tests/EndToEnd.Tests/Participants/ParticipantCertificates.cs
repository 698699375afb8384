using Coordinator.Participants.Common;
using Coordinator.Testing.Certificates;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>TLS options of participants that have a certificate of an authority.</summary>
internal static class ParticipantCertificates
{
    public static ParticipantTlsOptions TlsOf(this CertificateAuthority authority, string name, CertificateAuthority? trusts = null) =>
        new() { CertificatePath = authority.Issue(name), AuthorityPath = (trusts ?? authority).File };
}
