using System.Buffers.Binary;
using Coordinator.Contracts.Common;

namespace Coordinator.Contracts.Remoting.Pdu;

/// <summary>
/// Reads the fields of a protobuf message in place, without creating objects. A field that repeats or is cut off makes the message
/// malformed: two parsers must never understand the same bytes differently.
/// </summary>
/// <remarks>The encoding: https://protobuf.dev/programming-guides/encoding/.</remarks>
internal ref struct ProtoFieldReader(ReadOnlySpan<byte> message)
{
    private const int VarintType = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;

    private ReadOnlySpan<byte> _unread = message;
    private uint _seen;

    /// <summary>Number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Value of a varint or 64-bit field.</summary>
    public ulong Number { get; private set; }

    /// <summary>Content of a length-delimited field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Wire type of the field that was read last.</summary>
    public int WireType { get; private set; }

    /// <summary>True after bytes that are not a message.</summary>
    public bool IsMalformed { get; private set; }

    public readonly bool IsBytes => WireType is LengthDelimited;

    public readonly bool IsVarint => WireType is VarintType;

    public readonly bool IsFixed64 => WireType is Fixed64;

    /// <summary>Reads the next field; false at the end and after malformed bytes.</summary>
    public bool Next()
    {
        if (_unread.IsEmpty || IsMalformed)
            return false;
        if (TryReadField())
            return true;
        IsMalformed = true;
        return false;
    }

    private bool TryReadField()
    {
        if (!Varint.TryRead(ref _unread, out var tag))
            return false;
        (Field, WireType, Number) = ((int)(tag >> 3), (int)(tag & 7), 0);
        Bytes = default;
        if (tag >> 3 is 0 or > 31 || (_seen & (1u << Field)) != 0)
            return false;
        _seen |= 1u << Field;
        return WireType switch
        {
            VarintType => TryReadNumber(),
            Fixed64 => TryReadFixed64(),
            LengthDelimited => TryReadBytes(),
            _ => false,
        };
    }

    private bool TryReadNumber()
    {
        var read = Varint.TryRead(ref _unread, out var number);
        Number = number;
        return read;
    }

    private bool TryReadFixed64()
    {
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(_unread, out var number))
            return false;
        Number = number;
        _unread = _unread[sizeof(ulong)..];
        return true;
    }

    private bool TryReadBytes()
    {
        if (!Varint.TryRead(ref _unread, out var length) || length > (ulong)_unread.Length)
            return false;
        Bytes = _unread[..(int)length];
        _unread = _unread[(int)length..];
        return true;
    }
}
