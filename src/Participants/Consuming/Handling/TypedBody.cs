namespace Coordinator.Participants.Consuming.Handling;

/// <summary>Body of a message as an object.</summary>
/// <param name="Type">Type that the consumer expects, which the body may be derived from.</param>
/// <param name="Value">The body.</param>
internal readonly record struct TypedBody(Type Type, object Value);
