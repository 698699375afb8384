using System.Net;
using Coordinator.Common;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Http.Access;

/// <summary>Accepts requests only under names of this node.</summary>
/// <remarks>
/// A web page can give its own name the address of this node (DNS rebinding), and read what the node answers. Its requests still carry
/// that name. An IP address cannot be taken over in this way, nor can localhost.
/// </remarks>
internal sealed class HostRule(HttpOptions options)
{
    private readonly HashSet<string> _names = new(["localhost", .. options.AllowedHosts.Select(Bare)], StringComparer.OrdinalIgnoreCase);

    /// <returns>Sentences for the caller; <c>null</c> when the name is allowed.</returns>
    public string? Problem(HttpRequest request)
    {
        var host = Bare(request.Host.Host);
        if (_names.Contains(host) || (IPAddress.TryParse(host, out var address) && (!options.LoopbackOnly || Loopback.Is(address))))
            return null;
        var addresses = options.LoopbackOnly ? "127.0.0.1, [::1]" : "IP addresses";
        return $"Host is '{host}', but this node answers only to {string.Join(", ", _names.Order(StringComparer.Ordinal))} and {addresses}. "
            + "Use one of them, or add the name to http.allowedHosts.";
    }

    private static string Bare(string host) => host.Trim('[', ']');
}
