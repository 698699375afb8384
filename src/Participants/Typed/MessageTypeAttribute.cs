namespace Coordinator.Participants.Typed;

/// <summary>
/// Gives a type of messages its stable name, which travels with each message. Consumers choose their handlers by it, so it must outlive a
/// renaming of the class. Types without the attribute are named by <c>AddMessageType</c>, or else by their full name without assembly.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class MessageTypeAttribute : Attribute
{
    /// <param name="name">The name, such as <c>orders.paid.v1</c>: 1 to 256 characters without blanks and control characters.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or has a character that is not allowed.</exception>
    public MessageTypeAttribute(string name) => Name = MessageTypeName.Require(name);

    /// <summary>Name of the type.</summary>
    public string Name { get; }
}
