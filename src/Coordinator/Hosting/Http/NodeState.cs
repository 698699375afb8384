using Akka.Actor;

namespace Coordinator.Hosting.Http;

/// <summary>Phase of this node, for health checks and for the process that started it.</summary>
internal sealed class NodeState
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodePhase _phase = NodePhase.Starting;

    public NodePhase Phase => _phase;

    /// <summary>Task that completes when participants are admitted for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Address at which participants connect, as <c>host:port</c>.</summary>
    public string ContactPoint { get; private set; } = "";

    public void Listens(string contactPoint) => ContactPoint = contactPoint;

    public void Opened()
    {
        _phase = NodePhase.Ready;
        _ready.TrySetResult();
    }

    /// <summary>Actors without which the node serves nobody: the session listener and the shard regions.</summary>
    public IReadOnlyList<IActorRef> Parts { get; private set; } = [];

    /// <summary>Completes with the reason when a part of the node has ended, so that the node must end too.</summary>
    public Task<string> Failed => _failed.Task;

    public void Consists(IReadOnlyList<IActorRef> parts) => Parts = parts;

    public void Fail(string reason) => _failed.TrySetResult(reason);

    public void Stopping() => _phase = NodePhase.Stopping;
}

internal enum NodePhase
{
    Starting = 1,
    Ready = 2,
    Stopping = 3,
}
