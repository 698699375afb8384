using System.Net;

namespace Coordinator.Hosting.Options;

/// <summary>Health and administration.</summary>
internal sealed class HttpOptions
{
    /// <summary>The address to listen on. Default 127.0.0.1: nobody from elsewhere.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 for any that is free. Default 8080; 0 to 65,535.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>
    /// Administration from elsewhere too, not only health. It asks for no password: put it behind what does. Default false.
    /// </summary>
    public bool AllowRemoteAdministration { get; set; }

    /// <summary>Metrics for Prometheus, at /metrics, to whoever reaches the port. Default false: nothing is gathered.</summary>
    public bool Metrics { get; set; }

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IPAddress.TryParse(Host, out _) && !RemotingOptions.IsLoopback(Host))
            yield return $"host is '{Host}'; allowed is an IP address, or localhost.";
        if (Port is < 0 or > IPEndPoint.MaxPort)
            yield return $"port is {Port}; allowed are 0 to {IPEndPoint.MaxPort}.";
    }
}
