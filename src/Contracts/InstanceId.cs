namespace Coordinator.Contracts;

/// <summary>Name of one running process of a participating service.</summary>
/// <remarks>1 to 128 characters: ASCII letters, digits and <c>. _ : -</c>.</remarks>
public readonly record struct InstanceId
{
    /// <summary>The longest value that is accepted, in characters.</summary>
    public const int MaxLength = 128;

    private const char Slash = '/';

    private string? Text { get; init; }

    /// <exception cref="ArgumentException">The value is empty, too long, or has a character that is not allowed.</exception>
    public InstanceId(string value) => Text = Identifier.Require(value, "instance", MaxLength);

    /// <summary>Text of the instance.</summary>
    /// <exception cref="InvalidOperationException">This value is the default of the struct.</exception>
    public string Value => Text ?? throw new InvalidOperationException("instance was never set.");

    /// <inheritdoc />
    public override string ToString() => Text ?? "(none)";

    /// <summary>
    /// Returns the name of this instance inside the coordinator: the name of its participant, a slash, and its own. Two participants may
    /// have instances of one name. An instance names itself without a slash, so the last slash ends the participant's name.
    /// </summary>
    internal InstanceId OfParticipant(string participant) => this with { Text = $"{participant}{Slash}{Value}" };

    /// <summary>Reads a name that the coordinator has stored or sent between its nodes, with or without a participant.</summary>
    /// <exception cref="ArgumentException">The value is neither.</exception>
    internal static InstanceId Read(string stored)
    {
        var slash = stored.LastIndexOf(Slash);
        return slash <= 0 ? new InstanceId(stored) : new InstanceId(stored[(slash + 1)..]).OfParticipant(stored[..slash]);
    }
}
