namespace Coordinator.Contracts;

/// <summary>Name of a topic, which messages are published to and consumers subscribe to.</summary>
/// <remarks>1 to 128 characters: ASCII letters, digits and <c>. _ : -</c>.</remarks>
public readonly record struct Topic
{
    /// <summary>The longest value that is accepted, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    /// <exception cref="ArgumentException">The value is empty, too long, or has a character that is not allowed.</exception>
    public Topic(string value) => _value = Identifier.Require(value, "topic", MaxLength);

    /// <summary>Text of the topic.</summary>
    /// <exception cref="InvalidOperationException">This value is the default of the struct.</exception>
    public string Value => _value ?? throw new InvalidOperationException("topic was never set.");

    /// <inheritdoc />
    public override string ToString() => _value ?? "(none)";
}
