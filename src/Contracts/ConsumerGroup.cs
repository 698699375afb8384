namespace Coordinator.Contracts;

/// <summary>Name that the members of a consuming service share. The group gets every message, and its members share the work.</summary>
/// <remarks>1 to 128 characters: ASCII letters, digits and <c>. _ : -</c>.</remarks>
public readonly record struct ConsumerGroup
{
    /// <summary>The longest value that is accepted, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    /// <exception cref="ArgumentException">The value is empty, too long, or has a character that is not allowed.</exception>
    public ConsumerGroup(string value) => _value = Identifier.Require(value, "consumer group", MaxLength);

    /// <summary>Text of the consumer group.</summary>
    /// <exception cref="InvalidOperationException">This value is the default of the struct.</exception>
    public string Value => _value ?? throw new InvalidOperationException("consumer group was never set.");

    /// <inheritdoc />
    public override string ToString() => _value ?? "(none)";
}
