using System.Net;

namespace Coordinator.Common;

/// <summary>Addresses that only programs on this machine can use.</summary>
internal static class Loopback
{
    /// <param name="host">IP address or host name.</param>
    public static bool Is(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && Is(address));

    /// <summary>Includes IPv4 addresses that a socket for both families reports in the form of IPv6.</summary>
    public static bool Is(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
