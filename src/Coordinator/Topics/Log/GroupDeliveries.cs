using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;

namespace Coordinator.Topics.Log;

/// <summary>
/// Deliveries of one queue: one child of its log per group with consumers. A delivery that failed restarts at the next message for
/// it, after a back-off. Messages that arrive meanwhile wait up to a limit; senders repeat what is dropped. A group that the topic does not have gets
/// no delivery.
/// </summary>
internal sealed class GroupDeliveries(
    QueueId queue, GroupDeliveryFactory factory, GroupAdmission admission, Func<QueueEnd> end, IUntypedActorContext context)
{
    private const int MaxWaiting = 256;
    private static readonly Backoff RestartBackoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));

    private readonly Dictionary<ConsumerGroup, State> _groups = [];
    private readonly Dictionary<IActorRef, ConsumerGroup> _children = [];
    private readonly List<ClosingDeliveries> _closing = [];
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
        var isNew = !_groups.TryGetValue(message.Group, out var state);
        if (state is null)
            _groups[message.Group] = state = new State();
        if (state.Child is { } child && !state.IsStopping)
            child.Tell(message, sender);
        else if (state.Waiting.Count < MaxWaiting)
            state.Waiting.Enqueue((message, sender));
        else
            TopicMetrics.Dropped.Add(1);
        var putsBack = message is IPutsBack || (message is IAttaches && state.IsFirstAttach());
        if (isNew)
            Begin(message.Group, state);
        return putsBack;
    }

    /// <summary>Stops a delivery that has no consumers.</summary>
    public void Idle(GroupIdle idle, IActorRef sender)
    {
        if (!_groups.TryGetValue(idle.Group, out var state) || !sender.Equals(state.Child))
            return;
        Stop(state, force: false);
    }

    /// <summary>Keeps a delivery that got consumers after it reported to be idle.</summary>
    public void Busy(GroupBusy busy, IActorRef sender)
    {
        if (_closed || !_groups.TryGetValue(busy.Group, out var state) || !sender.Equals(state.Child))
            return;
        state.IsStopping = false;
        SendWaiting(state);
        EndClosing(busy.Group, isBusy: true);
    }

    /// <summary>
    /// Stops the deliveries that have no consumers, and answers when they have stopped. From now on a consumer attaches only when the topic, which is
    /// read anew, has its group.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="requester">Actor that gets the answer.</param>
    /// <param name="force">True to stop deliveries that have consumers too.</param>
    public void Close(CloseDeliveries request, IActorRef requester, bool force)
    {
        admission.Forget();
        var running = _groups.Where(group => group.Value.Child is not null && (request.Group is not { } only || group.Key == only)).ToList();
        _closing.Add(new ClosingDeliveries(request, requester, running.Select(group => group.Key)));
        foreach (var (_, state) in running)
            Stop(state, force);
        AnswerClosed();
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
        state.Ended();
        // One that failed may have had consumers.
        EndClosing(group, isBusy: !expected);
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
            _groups.Remove(group);
        else
            Begin(group, state);
    }

    /// <summary>Takes what was read about the topic: deliveries that waited for it start, and other groups are told.</summary>
    /// <returns>False when the read does not count.</returns>
    public bool Take(GroupsRead read)
    {
        if (!admission.Take(read))
            return false;
        foreach (var (group, state) in _groups.Where(group => group.Value.IsAwaited).ToList())
        {
            state.IsAwaited = false;
            if (admission.GenerationOf(group) is { } generation)
            {
                Start(group, state, generation);
                continue;
            }

            _groups.Remove(group);
            while (read.Groups is not null && state.Waiting.TryDequeue(out var waiting))
                Refuse(waiting.Message, waiting.Sender);
            TopicMetrics.Dropped.Add(state.Waiting.Count);
        }

        return true;
    }

    private static void SendWaiting(State state)
    {
        while (state.Waiting.TryDequeue(out var waiting))
            state.Child!.Tell(waiting.Message, waiting.Sender);
    }

    /// <summary>Answers a message for a group that has no delivery. A consumer of one that is being removed repeats its request.</summary>
    private void Refuse(IGroupMessage message, IActorRef sender)
    {
        if (message is IAttaches && admission.IsClosing(message.Group))
            return;
        if (message.WhenAbsent(end()) is { } answer)
            sender.Tell(answer, context.Self);
    }

    private void Stop(State state, bool force)
    {
        if (state.IsStopping)
            return;
        state.IsStopping = true;
        state.Child!.Tell(new StopGroup(force), context.Self);
    }

    private void EndClosing(ConsumerGroup group, bool isBusy)
    {
        foreach (var closing in _closing)
            closing.Ended(group, isBusy);
        AnswerClosed();
    }

    private void AnswerClosed()
    {
        foreach (var over in _closing.Where(closing => closing.IsOver))
            over.Answer(end().Offset);
        _closing.RemoveAll(closing => closing.IsOver);
    }

    /// <summary>Starts a delivery when the topic is known to have its group, or reads the topic first.</summary>
    private void Begin(ConsumerGroup group, State state)
    {
        if (admission.GenerationOf(group) is { } generation)
        {
            Start(group, state, generation);
            return;
        }

        state.IsAwaited = true;
        admission.Read();
    }

    private void Start(ConsumerGroup group, State state, int generation)
    {
        var child = context.ActorOf(factory(queue, group, generation, context.Self), group.Value);
        context.Watch(child);
        _children[child] = group;
        state.Child = child;
        SendWaiting(state);
    }

    private sealed class State
    {
        private bool _isAttached;

        public IActorRef? Child { get; set; }

        public bool IsStopping { get; set; }

        /// <summary>Gets or sets whether it waits for a read of the topic.</summary>
        public bool IsAwaited { get; set; }

        public int Failures { get; set; }

        public Queue<(IGroupMessage Message, IActorRef Sender)> Waiting { get; } = [];

        public void Ended() => (Child, IsStopping, _isAttached) = (null, false, false);

        public bool IsFirstAttach() => !_isAttached && (_isAttached = true);
    }
}
