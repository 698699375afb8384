namespace Coordinator.Participants.Typed;

/// <summary>Name that the service has given to a type.</summary>
internal sealed record MessageTypeRegistration(Type Type, string Name);
