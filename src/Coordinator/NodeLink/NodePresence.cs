using System.Collections.Concurrent;
using System.Data.Common;
using Akka.Actor;
using Akka.Cluster;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.NodeLink;

/// <summary>
/// Presence of nodes: each holds a lock in the database while its process lives. So the others need not wait until they may take a node for
/// gone whose address refuses connections.
/// </summary>
/// <remarks>
/// A refused connection alone proves nothing: a firewall can refuse too, while the node works on. The released lock alone proves nothing
/// either, because a restart of PostgreSQL releases all. A wrong conclusion would cost duplicates: the journal takes an event of one copy only.
/// </remarks>
/// <param name="locks">Locks of the nodes.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
internal sealed class NodePresence(NodeLock locks, TimeProvider time, NodeLinkLog log)
{
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Address, byte> _asking = new();
    private ActorSystem? _system;
    private CancellationToken _end;

    /// <summary>Takes the lock of this node, and holds it until the actor system ends.</summary>
    /// <param name="system">Actor system of the node.</param>
    /// <param name="uid">Number of this incarnation of the node.</param>
    public void Start(ActorSystem system, int uid)
    {
        _system = system;
        var end = new CancellationTokenSource();
        _end = end.Token;
        system.RegisterOnTermination(end.Cancel);
        _ = locks.HoldAsync(uid, _end);
    }

    /// <summary>Finds out whether a node that refused a connection is gone, and removes it from the cluster if it is.</summary>
    /// <param name="remote">Address of the node for the transport.</param>
    /// <returns>Completes when it is known, and when the question may be asked again. It never fails.</returns>
    public Task RefusedAsync(Address remote)
    {
        var address = LinkGuard.OfAkka(remote);
        return _system is not null && Find(address) is { } node && _asking.TryAdd(address, 0) ? AskAsync(node) : Task.CompletedTask;
    }

    /// <summary>True for an address of a node that is a member, and is not leaving or removed.</summary>
    /// <param name="remote">Address of the node for the transport.</param>
    public bool IsMember(Address remote) => _system is not null && Find(LinkGuard.OfAkka(remote)) is not null;

    private UniqueAddress? Find(Address address) => Cluster.Get(_system!).State.Members
        .FirstOrDefault(member => member.Address == address && IsToStay(member.Status))
        ?.UniqueAddress;

    // A node that has left in order ends too, and the cluster removes it sooner without a word from here.
    private static bool IsToStay(MemberStatus status) =>
        status is not (MemberStatus.Exiting or MemberStatus.Down or MemberStatus.Removed);

    private async Task AskAsync(UniqueAddress node)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end);
            limit.CancelAfter(AskLimit);
            // A new incarnation of the node may have joined meanwhile.
            if (await locks.IsFreeAsync(node.Uid, limit.Token) && Find(node.Address) == node)
            {
                log.Gone(node.Address.ToString());
                Cluster.Get(_system!).Down(node.Address);
            }

            await Task.Delay(AskInterval, time, _end);
        }
        catch (Exception unknown) when (unknown is DbException or OperationCanceledException)
        {
            // The failure detector decides without this.
        }
        finally
        {
            _asking.TryRemove(node.Address, out _);
        }
    }
}
