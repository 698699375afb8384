namespace Coordinator.Hosting.Http;

/// <summary>Phase of this node, for health checks and for the process that started it.</summary>
internal sealed class NodeState
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodePhase _phase = NodePhase.Starting;

    public NodePhase Phase => _phase;

    /// <summary>Task that completes when participants are admitted for the first time.</summary>
    public Task Ready => _ready.Task;

    public void Opened()
    {
        _phase = NodePhase.Ready;
        _ready.TrySetResult();
    }

    public void Stopping() => _phase = NodePhase.Stopping;
}

internal enum NodePhase
{
    Starting = 1,
    Ready = 2,
    Stopping = 3,
}
