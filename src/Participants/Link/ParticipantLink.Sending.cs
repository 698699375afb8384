using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Participants.Link;

/// <summary>Sends items in the frames of the session. What has no session waits for the next one.</summary>
internal sealed partial class ParticipantLink
{
    // One item alone may be larger, up to a transaction's limit.
    private static readonly FrameLimits FrameLimits = new(Items: 128, Bytes: 64 * 1024);

    private readonly FrameBuffer _frame;

    private void Send(IFrameItem item)
    {
        if (_session is null)
            _held.Hold(item);
        else
            _frame.Add(item);
    }

    private void SendFrame(Frame frame)
    {
        LinkMetrics.FramesSent.Add(1);
        LinkMetrics.ItemsSent.Add(frame.Items.Count);
        _session!.Tell(frame, Self);
    }

    private void HoldFrame()
    {
        foreach (var item in _frame.Take())
            _held.Hold(item);
    }

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }
}
