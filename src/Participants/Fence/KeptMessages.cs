using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Wire;
using Coordinator.Contracts.Wire.Proto;
using Google.Protobuf;

namespace Coordinator.Participants.Fence;

/// <summary>Messages of a committed local transaction that the outcome store has.</summary>
/// <param name="Position">Place in the order in which local transactions stored messages.</param>
/// <param name="Id">The transaction.</param>
/// <param name="Messages">Its messages.</param>
internal sealed record KeptMessages(long Position, TransactionId Id, IReadOnlyList<Message> Messages)
{
    /// <summary>Writes messages as the column has them.</summary>
    public static byte[] ToBytes(TransactionId id, ProducerGroup group, IReadOnlyList<Message> messages) =>
        new HandOver(id, group, messages).ToProto().ToByteArray();

    /// <summary>Reads messages from a column.</summary>
    public static IReadOnlyList<Message> Read(DbDataReader row, int column) =>
        HandOverProto.Parser.ParseFrom(row.GetFieldValue<byte[]>(column)).ToDomain().Messages;
}
