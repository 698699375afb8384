using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions;

/// <summary>
/// Gathers what goes to the participant until the session's mailbox is drained or a frame is full. A frame stays far below
/// the limit of remoting, over which it would vanish.
/// </summary>
internal sealed class FrameBuffer(IActorRef session, IActorRef participant)
{
    public const int FullBytes = Frame.MaxBytes / 4;
    public const int FullItems = 1_024;

    private List<IFrameItem> _items = [];
    private long _bytes;
    private bool _flushPending;

    public void Add(IFrameItem item)
    {
        var bytes = BytesOf(item);
        if (_items.Count == FullItems || (_items.Count > 0 && _bytes + bytes > FullBytes))
            Send();
        _items.Add(item);
        _bytes += bytes;
        if (_flushPending)
            return;
        _flushPending = true;
        session.Tell(FlushFrame.Instance);
    }

    public void Flush()
    {
        _flushPending = false;
        Send();
    }

    private void Send()
    {
        if (_items.Count == 0)
            return;
        participant.Tell(new Frame(_items), session);
        _items = [];
        _bytes = 0;
    }

    // Estimates that are never too small by much: ids and names have at most 128 characters each.
    private static long BytesOf(IFrameItem item) => item switch
    {
        Deliver deliver => 512 + MessageLimits.SizeOf(deliver.Message),
        CheckTransaction check => 512 + check.Messages.Sum(MessageLimits.SizeOf),
        _ => 1_024,
    };
}
