using System.Net;
using Coordinator.Common;

namespace Coordinator.Hosting.Options;

/// <summary>Address of health, administration and metrics, and who may use them.</summary>
internal sealed class HttpOptions
{
    /// <summary>Address to listen on.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 for any free one.</summary>
    [OptionRange("0", "65535")]
    public int Port { get; set; } = 8080;

    /// <summary>
    /// Further names of this node in URLs, without port. IP addresses and localhost need no entry. A request with another name is
    /// refused, because web pages can lead a browser to this node by a name of their own.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>
    /// File with the token that administration requires as Authorization: Bearer. At least 32 characters, read again when it
    /// changes. Without it, administration is open on loopback.
    /// </summary>
    public string? TokenFile { get; set; }

    /// <summary>Serves administration beyond loopback too, with the token of http.tokenFile.</summary>
    public bool AllowRemoteAdministration { get; set; }

    /// <summary>Serves metrics for Prometheus at /metrics: on loopback, and beyond it with the token of http.tokenFile.</summary>
    public bool Metrics { get; set; }

    /// <summary>Serves metrics beyond loopback without a token, to any program that reaches the port.</summary>
    public bool OpenMetrics { get; set; }

    public bool LoopbackOnly => Loopback.Is(Host);

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in OptionRange.Problems(this))
            yield return problem;
        if (!IPAddress.TryParse(Host, out _) && !LoopbackOnly)
            yield return $"host must be an IP address or localhost, but is '{Host}'.";
        foreach (var host in AllowedHosts.Where(host => !IsName(host)))
            yield return $"allowedHosts must be a list of host names without scheme and port, but has '{host}'.";
        if (TokenFile is { } file && AccessToken.Read(file).Problem is { } unusable)
            yield return $"tokenFile {unusable}";
        if (AllowRemoteAdministration && TokenFile is null)
            yield return "allowRemoteAdministration needs http.tokenFile: without a token, any program that reaches the port could decide transactions.";
    }

    private static bool IsName(string host) => Uri.CheckHostName(host) != UriHostNameType.Unknown && host.All(char.IsAscii);
}
