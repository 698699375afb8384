namespace Coordinator.Fuzz.Mutating;

/// <summary>Field of a protobuf message that was read without its schema, and may be written differently.</summary>
/// <param name="Number">Number of the field.</param>
/// <param name="WireType">Wire type, such as <see cref="ProtoTree.Varint" />.</param>
internal sealed record ProtoField(uint Number, int WireType)
{
    /// <summary>Value of a number.</summary>
    public ulong Value { get; init; }

    /// <summary>Content of a field with a length, when it is no message.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>Fields of the content, when it reads like a message.</summary>
    public IReadOnlyList<ProtoField>? Children { get; init; }

    /// <summary>Length that is written in place of the real one.</summary>
    public ulong? ClaimedLength { get; init; }

    /// <summary>True writes numbers with more bytes than they need.</summary>
    public bool IsOverlong { get; init; }
}
