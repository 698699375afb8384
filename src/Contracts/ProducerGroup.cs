namespace Coordinator.Contracts;

/// <summary>The name shared by all instances of a producing service: any live one of them can answer a check.</summary>
/// <remarks>1 to 128 characters: ASCII letters, digits and <c>. _ : -</c>.</remarks>
public readonly record struct ProducerGroup
{
    /// <summary>The longest value that is accepted, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    /// <exception cref="ArgumentException">The value is empty, too long, or has a character that is not allowed.</exception>
    public ProducerGroup(string value) => _value = Identifier.Require(value, "producer group", MaxLength);

    /// <summary>The text of it.</summary>
    /// <exception cref="InvalidOperationException">This is the default of the struct and was never given a value.</exception>
    public string Value => _value ?? throw new InvalidOperationException("producer group was never set.");

    /// <inheritdoc />
    public override string ToString() => _value ?? "(none)";
}
