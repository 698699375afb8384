namespace Coordinator.Contracts;

/// <summary>The name shared by the members of a consuming service: the group gets every message, its members share them.</summary>
/// <remarks>1 to 128 characters: ASCII letters, digits and <c>. _ : -</c>.</remarks>
public readonly record struct ConsumerGroup
{
    /// <summary>The longest value that is accepted, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    /// <exception cref="ArgumentException">The value is empty, too long, or has a character that is not allowed.</exception>
    public ConsumerGroup(string value) => _value = Identifier.Require(value, "consumer group", MaxLength);

    /// <summary>The text of it.</summary>
    /// <exception cref="InvalidOperationException">This is the default of the struct and was never given a value.</exception>
    public string Value => _value ?? throw new InvalidOperationException("consumer group was never set.");

    /// <inheritdoc />
    public override string ToString() => _value ?? "(none)";
}
