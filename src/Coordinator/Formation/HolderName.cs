using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;

namespace Coordinator.Formation;

/// <summary>Name of a node in a lease. It differs for each life of a node, as the unique address of a member does.</summary>
internal static class HolderName
{
    public static string Of(ActorSystem system) =>
        Of(((ExtendedActorSystem)system).Provider.DefaultAddress, AddressUidExtension.Uid(system));

    public static string Of(UniqueAddress member) => Of(member.Address, member.Uid);

    /// <summary>Returns the address of a node, as in <c>cluster.seeds</c>.</summary>
    public static string AddressIn(string holder)
    {
        var end = holder.LastIndexOf('#');
        return end < 0 ? holder : holder[..end];
    }

    private static string Of(Address address, int uid) => string.Create(
        CultureInfo.InvariantCulture, $"{(address.Host is null ? address.ToString() : $"{address.Host}:{address.Port}")}#{uid}");
}
