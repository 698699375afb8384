namespace Coordinator.Contracts;

/// <summary>One running process of a participant service.</summary>
/// <remarks>1 to 128 characters: ASCII letters, digits and <c>. _ : -</c>.</remarks>
public readonly record struct InstanceId
{
    /// <summary>The longest value that is accepted, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    /// <exception cref="ArgumentException">The value is empty, too long, or has a character that is not allowed.</exception>
    public InstanceId(string value) => _value = Identifier.Require(value, "instance", MaxLength);

    /// <summary>The text of it.</summary>
    /// <exception cref="InvalidOperationException">This is the default of the struct and was never given a value.</exception>
    public string Value => _value ?? throw new InvalidOperationException("instance was never set.");

    /// <inheritdoc />
    public override string ToString() => _value ?? "(none)";
}
