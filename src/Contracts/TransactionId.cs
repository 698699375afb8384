namespace Coordinator.Contracts;

/// <summary>The id of a transaction, chosen by the producer, so that every command can be repeated under it.</summary>
/// <remarks>
/// 1 to 64 characters: ASCII letters, digits and <c>. _ : -</c>. Either the caller's own (an order number, say) or
/// a UUIDv7 made by <see cref="FromGuid" />. Two transactions must never share an id.
/// </remarks>
public readonly record struct TransactionId
{
    /// <summary>The longest value that is accepted, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    /// <exception cref="ArgumentException">The value is empty, too long, or has a character that is not allowed.</exception>
    public TransactionId(string value) => _value = Identifier.Require(value, "transaction id", MaxLength);

    /// <summary>The text of it.</summary>
    /// <exception cref="InvalidOperationException">This is the default of the struct and was never given a value.</exception>
    public string Value => _value ?? throw new InvalidOperationException("transaction id was never set.");

    /// <summary>An id of 32 hexadecimal digits; give it a UUIDv7 to keep ids sorted by the time they were made.</summary>
    public static TransactionId FromGuid(Guid value) => new(value.ToString("N"));

    /// <inheritdoc />
    public override string ToString() => _value ?? "(none)";
}
