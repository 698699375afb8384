namespace Coordinator.Hosting.Http.Access;

/// <summary>Refuses requests that a browser sends for a page of another site.</summary>
internal static class OriginRule
{
    private const string CrossSite = "cross-site";

    /// <returns>Sentences for the caller; <c>null</c> when no other site is behind the request.</returns>
    public static string? Problem(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].Contains(CrossSite))
            return "Sec-Fetch-Site is cross-site, but this node serves no pages of other sites. Open the address directly, or use a program such as curl.";
        return request.Headers.Origin.FirstOrDefault(origin => !IsSame(origin, request.Host)) is { } other
            ? $"Origin is '{other}', but must be this node ('{request.Host}'). Send the request without an Origin, or from a page of this node."
            : null;
    }

    private static bool IsSame(string? origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var theirs)
        && Uri.TryCreate($"{theirs.Scheme}://{host}", UriKind.Absolute, out var ours)
        && string.Equals(theirs.Authority, ours.Authority, StringComparison.OrdinalIgnoreCase);
}
