using Coordinator.Contracts;
using Coordinator.Transactions.Schemas.Proto;
using Google.Protobuf;

namespace Coordinator.Transactions.Schemas;

/// <summary>Reads the producer group from the beginning of a stored prepare, whose messages may be large. It is the first field.</summary>
internal static class PreparedGroup
{
    /// <param name="head">First bytes of the event, at least as many as the longest name needs.</param>
    /// <returns>The group; <c>null</c> when the bytes do not begin with one. A damaged event must not hold up the others.</returns>
    public static ProducerGroup? Of(byte[] head)
    {
        try
        {
            using var input = new CodedInputStream(head);
            return input.ReadTag() == WireFormat.MakeTag(StoredTransactionPrepared.GroupFieldNumber, WireFormat.WireType.LengthDelimited)
                ? new ProducerGroup(input.ReadString())
                : null;
        }
        catch (Exception damaged) when (damaged is InvalidProtocolBufferException or ArgumentException)
        {
            return null;
        }
    }
}
