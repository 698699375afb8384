using System.Security.Cryptography;
using System.Text;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Http.Access;

/// <summary>Compares tokens with the file of <c>http.tokenFile</c>. A new content counts within seconds.</summary>
/// <remarks>
/// The content is read again instead of watched: Kubernetes replaces a secret by swapping a link to its directory, of which a watcher
/// of the file learns nothing. While the file has no usable token, nobody is let in.
/// </remarks>
internal sealed class TokenFile(HttpOptions options, TimeProvider time, ILogger<TokenFile> logger)
{
    public static readonly TimeSpan ReadInterval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private byte[]? _hash;
    private string? _problem;
    private long? _readAt;

    public bool IsConfigured => options.TokenFile is not null;

    /// <summary>Compares in constant time, whatever the lengths are.</summary>
    public bool Matches(string token)
    {
        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        return Current() is { } expected && CryptographicOperations.FixedTimeEquals(presented, expected);
    }

    private byte[]? Current()
    {
        lock (_lock)
        {
            if (options.TokenFile is { } file && (_readAt is not { } readAt || time.GetElapsedTime(readAt) >= ReadInterval))
                Read(file);
            return _hash;
        }
    }

    private void Read(string file)
    {
        var (token, problem) = AccessToken.Read(file);
        if (problem is not null && problem != _problem)
            logger.LogWarning("http.tokenFile {Problem} Nobody is let in until it has a token again.", problem);
        _hash = token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));
        _problem = problem;
        _readAt = time.GetTimestamp();
    }
}
