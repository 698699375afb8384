using System.Security.Cryptography;
using System.Text;
using Coordinator.Contracts.Common;

namespace Coordinator.Contracts.Remoting.Tls;

/// <summary>
/// Reads the files of TLS again when they have changed, for the next handshake. While new files cannot be used, the earlier content stays
/// in force.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="clock">Clock for the interval between two looks at the files.</param>
/// <param name="changed">Called after a change with the problem of the new files, or <c>null</c> when they are in force.</param>
internal sealed class TlsCredentials(TlsFiles files, TimeProvider clock, Action<string?>? changed = null)
{
    private readonly FileValue<TlsIdentity> _identity = new(() => DigestOf(files), _ => new TlsIdentity(files), clock, changed);

    /// <summary>Identity for the next handshake.</summary>
    public TlsIdentity Current => _identity.Current;

    private static string DigestOf(TlsFiles files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(File.ReadAllBytes(files.Certificate));
        hash.AppendData(File.ReadAllBytes(files.Authority));
        hash.AppendData(Encoding.UTF8.GetBytes(files.Password()));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
