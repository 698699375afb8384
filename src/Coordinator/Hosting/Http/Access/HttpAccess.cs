using System.Net;
using Coordinator.Common;
using Coordinator.Hosting.Options;
using Microsoft.AspNetCore.Authorization;

namespace Coordinator.Hosting.Http.Access;

/// <summary>Rules about who may use which endpoints.</summary>
internal sealed class HttpAccess(HttpOptions options, HostRule hosts)
{
    /// <summary>Policy of <c>/metrics</c>. Every endpoint without a policy of its own has that of administration.</summary>
    public const string Metrics = "metrics";

    public bool MayAdminister(HttpContext http) =>
        (IsLocal(http) || options.AllowRemoteAdministration) && (options.TokenFile is null || HasToken(http));

    public bool MayReadMetrics(HttpContext http) => IsLocal(http) || options.OpenMetrics || HasToken(http);

    /// <summary>True for a request that may see why a node is not ready. Health itself is open to all.</summary>
    public bool MaySeeReason(HttpContext http) =>
        HasToken(http) || (IsLocal(http) && hosts.Problem(http.Request) is null && OriginRule.Problem(http.Request) is null);

    /// <summary>Reason why no token would open the endpoint for this request; <c>null</c> when one would.</summary>
    public string? ProblemBeyondToken(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy == Metrics)
        {
            return options.TokenFile is not null ? null
                : "Metrics answer requests from this machine only. Set http.tokenFile to allow others with a token, or http.openMetrics without.";
        }

        return IsLocal(http) || options.AllowRemoteAdministration ? null
            : "Administration answers requests from this machine only. Set http.allowRemoteAdministration and http.tokenFile to allow others.";
    }

    public static IPAddress AddressOf(HttpContext http) => http.Connection.RemoteIpAddress ?? IPAddress.None;

    private static bool IsLocal(HttpContext http) => Loopback.Is(AddressOf(http));

    private static bool HasToken(HttpContext http) => http.User.Identity is { IsAuthenticated: true };
}
