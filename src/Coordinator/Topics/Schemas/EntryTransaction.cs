using Coordinator.Contracts;
using Coordinator.Topics.Schemas.Proto;
using Google.Protobuf;

namespace Coordinator.Topics.Schemas;

/// <summary>Reads the transaction from the beginning of a stored entry, whose message may be large. It is the first field.</summary>
internal static class EntryTransaction
{
    /// <param name="head">First bytes of the event, at least as many as the longest id needs.</param>
    /// <returns>The transaction; <c>null</c> when the bytes do not begin with one.</returns>
    public static TransactionId? Of(byte[] head)
    {
        try
        {
            using var input = new CodedInputStream(head);
            return input.ReadTag() == WireFormat.MakeTag(EntryAppendedProto.TransactionIdFieldNumber, WireFormat.WireType.LengthDelimited)
                ? new TransactionId(input.ReadString())
                : null;
        }
        catch (Exception damaged) when (damaged is InvalidProtocolBufferException or ArgumentException)
        {
            return null;
        }
    }
}
