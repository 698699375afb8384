using Akka.Actor;
using Coordinator.Contracts.Sessions;
using Coordinator.Formation;

namespace Coordinator.Hosting.Http;

/// <summary>Phase of this node, for health checks and for the process that started it.</summary>
internal sealed class NodeState
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodePhase _phase = NodePhase.Starting;

    public NodePhase Phase => _phase;

    /// <summary>Id of the data directory that the node has locked.</summary>
    public required string DirectoryId { get; init; }

    /// <summary>Task that completes when participants are admitted for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Address at which participants connect, as <c>host:port</c>.</summary>
    public string ContactPoint { get; private set; } = "";

    /// <summary>The node's way to the cluster of its database.</summary>
    public FormationState Formation { get; } = new();

    /// <summary>True when the node must end because another cluster has taken the lease of the database.</summary>
    public bool HasLostLease { get; private set; }

    public void Listens(string contactPoint) => ContactPoint = contactPoint;

    public void Opened()
    {
        _phase = NodePhase.Ready;
        _ready.TrySetResult();
    }

    /// <summary>Actors without which the node serves nobody: the listeners of both actor systems, and the shard regions.</summary>
    public IReadOnlyList<IActorRef> Parts { get; private set; } = [];

    /// <summary>Name of a part, for operators. Both listeners have one path, so that of the edge begins with its actor system.</summary>
    public static string NameOf(IActorRef part)
    {
        var path = part.Path.ToStringWithoutAddress();
        return part.Path.Address.System == SessionListenerAddress.EdgeSystemName ? $"{SessionListenerAddress.EdgeSystemName}{path}" : path;
    }

    /// <summary>Completes with the reason when a part of the node has ended, so that the node must end too.</summary>
    public Task<string> Failed => _failed.Task;

    public void Consists(IReadOnlyList<IActorRef> parts) => Parts = parts;

    public void Fail(string reason) => _failed.TrySetResult(reason);

    public void LoseLease(string reason)
    {
        HasLostLease = true;
        Fail(reason);
    }

    public void Stopping() => _phase = NodePhase.Stopping;
}

internal enum NodePhase
{
    Starting = 1,
    Ready = 2,
    Stopping = 3,
}
