using Akka.Cluster;

namespace Coordinator.Edge;

/// <summary>
/// Address at which participants reach a node, as a role of the cluster's member. Members know each other's roles as
/// soon as they know each other. So a participant learns the address of every node that can serve it.
/// </summary>
internal static class EdgeAddress
{
    private const string Prefix = "participants-at-";

    /// <summary>Returns the role of a node.</summary>
    /// <param name="contactPoint">Address at which participants reach the node, as <c>host:port</c>.</param>
    public static string RoleOf(string contactPoint) => Prefix + contactPoint;

    /// <summary>Returns the address at which participants reach a member, as <c>host:port</c>; <c>null</c> when it has none.</summary>
    public static string? Of(Member member) =>
        member.Roles.FirstOrDefault(role => role.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..];
}
