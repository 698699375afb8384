namespace Coordinator.Contracts;

/// <summary>Id of a transaction. The producer chooses it, so every command can be repeated under it.</summary>
/// <remarks>
/// 1 to 64 characters: ASCII letters, digits and <c>. _ : -</c>. Either the caller's own, such as an order number, or
/// a UUIDv7 made by <see cref="FromGuid" />. Two transactions must never share an id.
/// </remarks>
public readonly record struct TransactionId
{
    /// <summary>The longest value that is accepted, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    /// <exception cref="ArgumentException">The value is empty, too long, or has a character that is not allowed.</exception>
    public TransactionId(string value) => _value = Identifier.Require(value, "transaction id", MaxLength);

    /// <summary>Text of the transaction id.</summary>
    /// <exception cref="InvalidOperationException">This value is the default of the struct.</exception>
    public string Value => _value ?? throw new InvalidOperationException("transaction id was never set.");

    /// <summary>Makes an id of 32 hexadecimal digits. Pass a UUIDv7 to keep ids in the order of their creation.</summary>
    public static TransactionId FromGuid(Guid value) => new(value.ToString("N"));

    /// <inheritdoc />
    public override string ToString() => _value ?? "(none)";
}
