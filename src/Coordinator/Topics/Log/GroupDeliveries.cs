using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;

namespace Coordinator.Topics.Log;

/// <summary>
/// Deliveries of one queue: one child of its log per group with consumers. A delivery that failed restarts at the next message for
/// it, after a back-off. Messages that arrive meanwhile wait up to a limit; senders repeat what is dropped.
/// </summary>
internal sealed class GroupDeliveries(QueueId queue, GroupDeliveryFactory factory, IUntypedActorContext context)
{
    private const int MaxWaiting = 256;
    private static readonly Backoff RestartBackoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));

    private readonly Dictionary<ConsumerGroup, State> _groups = [];
    private readonly Dictionary<IActorRef, ConsumerGroup> _children = [];
    private bool _closed;

    public bool Any => _groups.Count > 0;

    /// <summary>
    /// Forwards a message. Returns true when a group may need entries that it did not need before. That is so when it is put back, or gets its first
    /// consumer since its delivery started.
    /// </summary>
    public bool Forward(IGroupMessage message, IActorRef sender)
    {
        if (_closed)
            return false;
        if (!_groups.TryGetValue(message.Group, out var state))
            _groups[message.Group] = state = Start(message.Group, new State());
        if (state.Child is { } child && !state.IsStopping)
            child.Tell(message, sender);
        else if (state.Waiting.Count < MaxWaiting)
            state.Waiting.Enqueue((message, sender));
        else
            TopicMetrics.Dropped.Add(1);
        return message is IPutsBack || (message is IAttaches && state.IsFirstAttach());
    }

    /// <summary>Stops a delivery that has no consumers.</summary>
    public void Idle(GroupIdle idle, IActorRef sender)
    {
        if (!_groups.TryGetValue(idle.Group, out var state) || !sender.Equals(state.Child) || state.IsStopping)
            return;
        state.IsStopping = true;
        sender.Tell(new StopGroup(Force: false), context.Self);
    }

    /// <summary>Keeps a delivery that got consumers after it reported to be idle.</summary>
    public void Busy(GroupBusy busy, IActorRef sender)
    {
        if (_closed || !_groups.TryGetValue(busy.Group, out var state) || !sender.Equals(state.Child))
            return;
        state.IsStopping = false;
        SendWaiting(state);
    }

    /// <summary>
    /// Tells all deliveries to save their progress and stop, and starts none again. Complete when <see cref="Any" /> is false.
    /// </summary>
    public void Close()
    {
        _closed = true;
        foreach (var (group, state) in _groups)
        {
            if (state.Child is not { } child)
            {
                _groups.Remove(group);
                continue;
            }

            state.IsStopping = true;
            child.Tell(new StopGroup(Force: true), context.Self);
        }
    }

    /// <summary>
    /// Handles the end of a child. Returns the back-off after which <see cref="Restart" /> is due; <c>null</c> when it is not due.
    /// </summary>
    public TimeSpan? Ended(IActorRef child)
    {
        if (!_children.Remove(child, out var group))
            return null;
        var state = _groups[group];
        var expected = state.IsStopping;
        (state.Child, state.IsStopping) = (null, false);
        if (expected)
        {
            Restart(group);
            return null;
        }

        TopicMetrics.DeliveryFailures.Add(1);
        return RestartBackoff.After(++state.Failures);
    }

    public ConsumerGroup? GroupOf(IActorRef child) => _children.TryGetValue(child, out var group) ? group : null;

    /// <summary>Starts a group's delivery again when messages wait for it. Otherwise forgets the group.</summary>
    public void Restart(ConsumerGroup group)
    {
        if (!_groups.TryGetValue(group, out var state) || state.Child is not null)
            return;
        if (_closed || state.Waiting.Count == 0)
        {
            _groups.Remove(group);
            return;
        }

        SendWaiting(Start(group, state));
    }

    private static void SendWaiting(State state)
    {
        while (state.Waiting.TryDequeue(out var waiting))
            state.Child!.Tell(waiting.Message, waiting.Sender);
    }

    private State Start(ConsumerGroup group, State state)
    {
        var child = context.ActorOf(factory(queue, group, context.Self), group.Value);
        context.Watch(child);
        _children[child] = group;
        state.Start(child);
        return state;
    }

    private sealed class State
    {
        private bool _isAttached;

        public IActorRef? Child { get; set; }

        public bool IsStopping { get; set; }

        public int Failures { get; set; }

        public Queue<(object Message, IActorRef Sender)> Waiting { get; } = [];

        public void Start(IActorRef child) => (Child, _isAttached) = (child, false);

        public bool IsFirstAttach() => !_isAttached && (_isAttached = true);
    }
}
