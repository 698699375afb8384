using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Participants.Link;

/// <summary>
/// Many small items in one frame, without a timer: the first item of a frame sends a flush to this actor's own mailbox, so all
/// that is in the mailbox before it travels along, and a lone item leaves at once.
/// </summary>
internal sealed partial class ParticipantLink
{
    private readonly FrameBuffer _frame = new();
    private bool _flushComes;

    private void Send(IFrameItem item)
    {
        if (_session is null)
        {
            _held.Hold(item);
            return;
        }

        var size = FrameSize.Of(item);
        if (_frame.WouldOverflow(size))
            SendFrame();
        _frame.Add(item, size);
        if (_frame.IsFull)
            SendFrame();
        else
            FlushSoon();
    }

    private void FlushSoon()
    {
        if (_flushComes)
            return;
        _flushComes = true;
        Self.Tell(Flush.Instance);
    }

    private void OnFlush()
    {
        _flushComes = false;
        if (_frame.Count > 0)
            SendFrame();
    }

    private void SendFrame()
    {
        LinkMetrics.FramesSent.Add(1);
        LinkMetrics.ItemsSent.Add(_frame.Count);
        _session!.Tell(_frame.TakeFrame(), Self);
    }

    private void HoldFrame()
    {
        foreach (var item in _frame.TakeFrame().Items)
            _held.Hold(item);
    }

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }
}
