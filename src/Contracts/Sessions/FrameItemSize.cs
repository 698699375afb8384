using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;

namespace Coordinator.Contracts.Sessions;

/// <summary>
/// Estimates the bytes of an item in a frame. The estimate is never too small: a frame over remoting's limit would vanish silently.
/// </summary>
internal static class FrameItemSize
{
    /// <summary>Bytes for the names, numbers and protobuf tags of any item. Ids and names are ASCII and have at most 128 characters.</summary>
    public const int Fixed = 512;

    /// <summary>Bytes for the numbers and protobuf tags of a message.</summary>
    public const int FixedPerMessage = 64;

    /// <summary>Bytes for the protobuf tags and lengths of a property, or of an element of a list.</summary>
    public const int FixedPerElement = 16;

    /// <summary>Most bytes of one UTF-16 code unit in UTF-8.</summary>
    private const int BytesPerChar = 3;

    public static long Of(IFrameItem item) => Fixed + item switch
    {
        IMessageCommand command => OfMessages(command.Messages),
        CheckTransaction check => OfMessages(check.Messages),
        Deliver deliver => OfMessage(deliver.Message),
        Rollback rollback => OfText(rollback.Reason),
        TransactionReply reply => OfText(reply.Detail),
        CheckAnswer answer => OfText(answer.Detail),
        FinalIds ids => (FixedPerElement + TransactionId.MaxLength) * (long)ids.Except.Count,
        Subscribe subscribe => subscribe.Tags.Sum(OfElement),
        SubscribeReply reply => OfText(reply.Detail),
        RenewLeases renew => FixedPerElement * 2L * renew.Running.Count,
        SettledBelow settled => FixedPerElement * (long)settled.Except.Count,
        Retry retry => OfText(retry.Reason),
        Reject reject => OfText(reject.Reason),
        SessionClosed closed => OfText(closed.Reason),
        NodesChanged changed => changed.Nodes.Sum(OfElement),
        _ => 0,
    };

    private static long OfMessages(IReadOnlyList<Message> messages)
    {
        // Without LINQ: this runs for every message that is sent or delivered.
        long total = 0;
        for (var i = 0; i < messages.Count; i++)
            total += OfMessage(messages[i]);
        return total;
    }

    private static long OfMessage(Message message) =>
        FixedPerMessage + MessageLimits.SizeOf(message) + (FixedPerElement * (long)message.Properties.Count);

    private static long OfElement(string element) => FixedPerElement + OfText(element);

    private static long OfText(string? text) => text is null ? 0 : BytesPerChar * (long)text.Length;
}
