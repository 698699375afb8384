using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Link;

/// <summary>About how many bytes an item takes in a frame: enough to stay far below the frame's limit.</summary>
internal static class FrameSize
{
    /// <summary>Ids, names and protobuf tags of any small item.</summary>
    private const int Small = 256;

    public static int Of(IFrameItem item) => item switch
    {
        Prepare prepare => Small + OfMessages(prepare.Messages),
        Rollback { Reason: { } reason } => Small + (3 * reason.Length),
        CheckAnswer { Detail: { } detail } => Small + (3 * detail.Length),
        Retry { Reason: { } reason } => Small + (3 * reason.Length),
        Reject { Reason: { } reason } => Small + (3 * reason.Length),
        _ => Small,
    };

    private static int OfMessages(IReadOnlyList<Message> messages)
    {
        long total = 0;
        for (var i = 0; i < messages.Count; i++)
            total += 64 + MessageLimits.SizeOf(messages[i]) + (8L * messages[i].Properties.Count);
        return (int)Math.Min(total, int.MaxValue / 2);
    }
}
