namespace Coordinator.Contracts;

/// <summary>Name that all instances of a producing service share. Any live instance can answer a check.</summary>
/// <remarks>1 to 128 characters: ASCII letters, digits and <c>. _ : -</c>.</remarks>
public readonly record struct ProducerGroup
{
    /// <summary>The longest value that is accepted, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    /// <exception cref="ArgumentException">The value is empty, too long, or has a character that is not allowed.</exception>
    public ProducerGroup(string value) => _value = Identifier.Require(value, "producer group", MaxLength);

    /// <summary>Text of the producer group.</summary>
    /// <exception cref="InvalidOperationException">This value is the default of the struct.</exception>
    public string Value => _value ?? throw new InvalidOperationException("producer group was never set.");

    /// <inheritdoc />
    public override string ToString() => _value ?? "(none)";
}
