using System.Net;
using System.Net.Sockets;

namespace Coordinator.Common;

/// <summary>Addresses of clients, as limits count them.</summary>
internal static class RemoteAddress
{
    /// <summary>Address that stands for all those of one client: an IPv6 client has a /64 to choose from.</summary>
    public static IPAddress KeyOf(IPAddress? address)
    {
        if (address is null || address.IsIPv4MappedToIPv6)
            return address?.MapToIPv4() ?? IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
