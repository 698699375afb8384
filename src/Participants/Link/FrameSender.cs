using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;

namespace Coordinator.Participants.Link;

/// <summary>
/// Sends items in the frames of the session. Without a session it keeps the items that are worth sending in the next one. A settlement waits
/// until the session has its subscription, because the coordinator drops what it does not know.
/// </summary>
internal sealed class FrameSender
{
    private static readonly FrameLimits Limits = new(Items: 128, Bytes: 64 * 1024);

    private readonly FrameBuffer _frame;
    private readonly OfflineBuffer _offline = new();
    private readonly HashSet<SubscriptionKey> _subscribed = [];
    private readonly IActorRef _link;
    private readonly ICrashHook? _crash;
    private IActorRef? _session;

    /// <param name="link">Sender of the frames. It calls <see cref="Flush" /> for each <see cref="FlushFrame" />.</param>
    /// <param name="crash">Hook of a test; <c>null</c>: none.</param>
    public FrameSender(IActorRef link, ICrashHook? crash)
    {
        (_link, _crash) = (link, crash);
        _frame = new FrameBuffer(Limits, SendFrame, requestFlush: () => link.Tell(FlushFrame.Instance));
    }

    public bool IsConnected => _session is not null;

    public void Send(IFrameItem item)
    {
        if (IsConnected && (item is not Settle settle || _subscribed.Contains(OfflineBuffer.KeyOf(settle))))
            _frame.Add(item);
        else
            _offline.Hold(item);
    }

    /// <summary>Sends the settlements of a subscription that the session has now.</summary>
    public void Subscribed(SubscriptionKey subscription)
    {
        if (!IsConnected || !_subscribed.Add(subscription))
            return;
        foreach (var settle in _offline.Take(subscription))
            Send(settle);
    }

    public void Flush() => _frame.Flush();

    public void Connect(IActorRef session) => _session = session;

    /// <summary>Sends the answers to checks that were kept while there was no session.</summary>
    public void SendKept()
    {
        while (_offline.TryTake(out var item))
            Send(item);
    }

    public void Disconnect()
    {
        _session = null;
        _subscribed.Clear();
        foreach (var item in _frame.Take())
            _offline.Hold(item);
    }

    private void SendFrame(Frame frame)
    {
        if (_crash?.IsDead is true)
            return;
        LinkMetrics.FramesSent.Add(1);
        LinkMetrics.ItemsSent.Add(frame.Items.Count);
        _session!.Tell(frame, _link);
    }
}
