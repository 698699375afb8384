using System.Security.Cryptography;

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
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private TlsIdentity _current = new(files);
    private byte[] _content = ContentOf(files);
    private long _checkedAt = clock.GetTimestamp();

    /// <summary>Identity for the next handshake.</summary>
    public TlsIdentity Current
    {
        get
        {
            lock (_lock)
            {
                if (clock.GetElapsedTime(_checkedAt) >= Interval)
                    Refresh();
                return _current;
            }
        }
    }

    /// <summary>Looks at the content, not at times: a mounted secret is replaced by moving a symbolic link.</summary>
    private void Refresh()
    {
        _checkedAt = clock.GetTimestamp();
        try
        {
            var content = ContentOf(files);
            if (content.AsSpan().SequenceEqual(_content))
                return;
            _content = content;
            _current = new TlsIdentity(files);
            changed?.Invoke(null);
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            changed?.Invoke(unusable.Message);
        }
    }

    private static byte[] ContentOf(TlsFiles files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(File.ReadAllBytes(files.Certificate));
        hash.AppendData(File.ReadAllBytes(files.Authority));
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(files.Password()));
        return hash.GetHashAndReset();
    }
}
