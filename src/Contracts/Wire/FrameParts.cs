using System.Runtime.Serialization;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire.Proto;
using Google.Protobuf;

namespace Coordinator.Contracts.Wire;

/// <summary>
/// Counts the parts of a frame in place, before the parser makes an object for each of them. An empty item has two bytes on the wire, and
/// far more in memory.
/// </summary>
/// <remarks>
/// A part costs the least that <see cref="FrameItemSize" /> counts for it. Senders keep a frame far below the limit by that estimate.
/// </remarks>
internal static class FrameParts
{
    /// <summary>Most cost of the parts of a frame: 4 MiB. The contents of texts and bodies do not count.</summary>
    private const int MostCost = 4 * 1024 * 1024;

    private enum Part
    {
        Frame,
        Item,
        Prepare,
        HandOver,
        CheckTransaction,
        Deliver,
        OtherKind,
        Message,
        Property,
        Field,
    }

    /// <exception cref="SerializationException">The frame has more parts than a sender puts into one.</exception>
    public static void Require(ReadOnlySpan<byte> frame)
    {
        long cost = 0;
        // The parser finds what cannot be read here, and tells why.
        _ = TryAdd(frame, Part.Frame, ref cost);
        if (cost > MostCost)
            throw new SerializationException("a frame has more items, messages, properties or other fields than one may have.");
    }

    private static bool TryAdd(ReadOnlySpan<byte> bytes, Part whole, ref long cost)
    {
        while (!bytes.IsEmpty && cost <= MostCost)
        {
            if (!Varint.TryRead(ref bytes, out var tag))
                return false;
            var part = PartOf(whole, tag >> 3);
            cost += CostOf(part);
            if (!TryReadField(ref bytes, (WireFormat.WireType)(tag & 7), out var content)
                || (part is not Part.Field && !TryAdd(content, part, ref cost)))
            {
                return false;
            }
        }

        return true;
    }

    private static Part PartOf(Part whole, ulong field) => (whole, field) switch
    {
        (Part.Frame, FrameProto.ItemsFieldNumber) => Part.Item,
        (Part.Item, FrameItemProto.PrepareFieldNumber) => Part.Prepare,
        (Part.Item, FrameItemProto.HandOverFieldNumber) => Part.HandOver,
        (Part.Item, FrameItemProto.CheckTransactionFieldNumber) => Part.CheckTransaction,
        (Part.Item, FrameItemProto.DeliverFieldNumber) => Part.Deliver,
        (Part.Item, _) => Part.OtherKind,
        (Part.Prepare, PrepareProto.MessagesFieldNumber) => Part.Message,
        (Part.HandOver, HandOverProto.MessagesFieldNumber) => Part.Message,
        (Part.CheckTransaction, CheckTransactionProto.MessagesFieldNumber) => Part.Message,
        (Part.Deliver, DeliverProto.MessageFieldNumber) => Part.Message,
        (Part.Message, MessageProto.PropertiesFieldNumber) => Part.Property,
        _ => Part.Field,
    };

    private static int CostOf(Part part) => part switch
    {
        Part.Item => FrameItemSize.Fixed,
        Part.Message => FrameItemSize.FixedPerMessage,
        _ => FrameItemSize.FixedPerElement,
    };

    /// <summary>Reads a field behind its tag. A group is read field by field: its own tags have no content.</summary>
    private static bool TryReadField(ref ReadOnlySpan<byte> bytes, WireFormat.WireType type, out ReadOnlySpan<byte> content)
    {
        content = default;
        switch (type)
        {
            case WireFormat.WireType.Varint:
                return Varint.TryRead(ref bytes, out _);
            case WireFormat.WireType.Fixed64:
                return TrySkip(ref bytes, sizeof(ulong), out _);
            case WireFormat.WireType.Fixed32:
                return TrySkip(ref bytes, sizeof(uint), out _);
            case WireFormat.WireType.LengthDelimited:
                return Varint.TryRead(ref bytes, out var length) && TrySkip(ref bytes, length, out content);
            default:
                return type is WireFormat.WireType.StartGroup or WireFormat.WireType.EndGroup;
        }
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> bytes, ulong length, out ReadOnlySpan<byte> skipped)
    {
        skipped = default;
        if (length > (ulong)bytes.Length)
            return false;
        skipped = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return true;
    }
}
